"""What `doctor` looks at. A check never raises and changes nothing."""
