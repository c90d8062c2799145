"""The second reader of replies: a small model that may doubt what the first one read, where a bank turns it on."""
