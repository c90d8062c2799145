"""Makes the weights of the second reader from the labelled replies of the corpus. Needs scikit-learn, see train.txt:

    python3 -m venv training && training/bin/pip install -r tests/benchmarks/replies/train.txt
    PYTHONPATH=. training/bin/python -m tests.benchmarks.replies.train

Made from the sittings and the development files 1 to 5; files 6 to 10 are left out, so that something is left to
measure with. Rows are sorted and the seed is fixed: the same rows give the same weights. Where the thresholds lie is
found on the development files, each row judged by a model that did not see it.
"""

from __future__ import annotations

import hashlib
import json
import lzma
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, get_args

from services.notifier.hearing.letters import same_words
from services.notifier.second_reader.grams import grams
from services.notifier.second_reader.weights import STEPS, WEIGHTS, packed
from services.notifier.understanding.reading import MeaningName

CORPUS = Path(__file__).parents[2] / "corpus" / "replies"
FILES = (1, 2, 3, 4, 5)
SEEN_MIN, KEPT = 3, 24_000
"""A gram that fewer rows have is left out; so many of the weightiest are kept."""
STRENGTH, FOLDS, SEED = 30, 5, 20261128
FALSE_STOPS_MAX, YES_DOUBTED_MAX = 0.01, 0.05
"""Shares of the development replies that are no opt-outs, and of those that say yes."""


def rows() -> Iterator[dict[str, Any]]:
    """What it is trained with, in the order of the corpus. `also` is what else could be meant, None in sittings."""
    for number in FILES:
        for line in (CORPUS / "development" / f"{number}.jsonl").read_text("utf-8").splitlines():
            row = json.loads(line)
            also = row.get("also_ok") or []
            yield {"text": row["text"], "asked": row["asked"]["kind"], "intents": row["intents"], "also": also}
    with lzma.open(CORPUS / "sittings.jsonl.xz", "rt", encoding="utf-8") as sittings:
        for line in sittings:
            row = json.loads(line)
            yield {"text": row["text"], "asked": row["asked"], "intents": row["intents"], "also": None}


def rows_hash() -> str:
    """Of what the weights depend on."""
    found = hashlib.sha256()
    for row in rows():
        found.update(json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n")
    return found.hexdigest()


def main() -> None:
    import numpy
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    learnt = sorted(rows(), key=lambda row: (row["text"], row["asked"], row["intents"]))
    found = [grams(same_words(row["text"]), row["asked"]) for row in learnt]
    seen = Counter(gram for one in found for gram in one)
    names = sorted(gram for gram, count in seen.items() if count >= SEEN_MIN)
    places = {gram: place for place, gram in enumerate(names)}
    columns = [sorted(places[gram] for gram in one if gram in places) for one in found]
    values = [len(one) ** -0.5 for one, some in zip(found, columns, strict=True) for _ in some]
    ends = numpy.cumsum([0, *map(len, columns)])
    table = csr_matrix((values, [place for some in columns for place in some], ends), (len(learnt), len(names)))

    def labels(meaning: str) -> Any:
        return numpy.array([meaning in row["intents"] for row in learnt])

    def fitted(of: Any, meaning: str) -> Any:
        model = LogisticRegression(C=STRENGTH, solver="liblinear", random_state=SEED, max_iter=200)
        return model.fit(table[of], labels(meaning)[of])

    folds = numpy.arange(len(learnt)) % FOLDS
    numpy.random.RandomState(SEED).shuffle(folds)

    def unseen(meaning: str) -> Any:
        sure = numpy.zeros(len(learnt))
        for fold in range(FOLDS):
            sure[folds == fold] = fitted(folds != fold, meaning).predict_proba(table[folds == fold])[:, 1]
        return sure

    stops, yeses = unseen("stop"), unseen("confirm") + unseen("choose")
    measured = [
        (row, stop, yes) for row, stop, yes in zip(learnt, stops, yeses, strict=True) if row["also"] is not None
    ]
    no_stops = [stop for row, stop, _ in measured if "stop" not in {*row["intents"], *row["also"]}]
    yes_said = [yes for row, _, yes in measured if {"confirm", "choose"} & set(row["intents"])]
    stop_over = _lowest(lambda at: sum(stop > at for stop in no_stops) <= FALSE_STOPS_MAX * len(no_stops))
    yes_under = 1 - _lowest(lambda at: sum(yes < 1 - at for yes in yes_said) <= YES_DOUBTED_MAX * len(yes_said))
    meanings: Sequence[str] = get_args(MeaningName)
    models = [fitted(numpy.ones(len(learnt), bool), meaning) for meaning in meanings]
    weights = numpy.stack([model.coef_[0] for model in models])
    kept = sorted(numpy.argsort(-numpy.abs(weights).max(axis=0), kind="stable")[:KEPT])
    scale = float(STEPS / numpy.quantile(numpy.abs(weights[:, kept]), 0.9999))
    whole = numpy.clip(numpy.rint(weights[:, kept] * scale), -STEPS, STEPS).astype(int)
    header = {
        "rows": rows_hash(), "trained_on": len(learnt), "meanings": list(meanings), "scale": round(scale, 6),
        "biases": [round(float(model.intercept_[0]), 4) for model in models],
        "stop_over": round(stop_over, 2), "yes_under": round(yes_under, 2),
    }  # fmt: skip
    WEIGHTS.write_bytes(packed(header, [(names[place], whole[:, at].tolist()) for at, place in enumerate(kept)]))
    print(f"{len(learnt):,} rows, {len(kept):,} of {len(names):,} grams, {WEIGHTS.stat().st_size:,} bytes")
    print(f"a stop over {stop_over:.2f}, a yes is doubted under {yes_under:.2f}")


def _lowest(holds: Callable[[float], bool]) -> float:
    return next(at / 100 for at in range(1, 100) if holds(at / 100))


if __name__ == "__main__":
    main()
