"""A world to run Doorstep in: a carrier, phones, a bank, crews, a city and a clock. No service imports it."""
