"""What came of a form is kept for whoever sent it, and for nobody else."""

from services.console.web.results import ActResult, Results


def test_what_came_of_a_form_is_for_whoever_sent_it() -> None:
    results = Results()
    token = results.keep(ActResult("good", "It is given up.", "ana"))
    found = results.of(token, "ana")
    assert found is not None
    assert found.sentence == "It is given up."
    assert results.of(token, "ben") is None
    assert results.of("nix", "ana") is None
