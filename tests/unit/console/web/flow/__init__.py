"""Tests of the page Flow."""
