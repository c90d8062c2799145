"""A carrier that speaks Twilio's Messages API at the wire, keeps a record, and runs on virtual time."""
