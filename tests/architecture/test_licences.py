"""What the product needs at run time is listed with its licence, and none of it binds the product."""

import pytest

from docs.generate.licences import jar_groups, packages

from .sources import ROOT

# Licences that let us use the thing as it comes. LGPL: psycopg, as a library. GPL with the Classpath exception: a JDK.
FINE = {
    "Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "BSD-3-Clause", "BSD-3-Clause-Modification", "0BSD", "ISC", "Zlib",
    "CC0-1.0", "PSF-2.0", "MPL-2.0", "Unlicense", "LGPL-3.0-only", "Apache-2.0 WITH LLVM-exception",
    "GPL-2.0-only WITH Classpath-exception-2.0",
}  # fmt: skip


@pytest.fixture(scope="module")
def page() -> str:
    return (ROOT / "docs" / "licences.md").read_text("utf-8")


def test_every_package_that_is_installed_for_the_product_is_listed_with_its_licence(page: str) -> None:
    missing = {name: licence for name, licence in packages().items() if f"| {name} | {licence} |" not in page}
    assert missing == {}, "run python -m docs.generate"


def test_every_group_of_jars_is_listed_with_its_licence(page: str) -> None:
    assert [group for group, licence in jar_groups().items() if f"| {group} | {licence} |" not in page] == []


def test_no_licence_binds_the_product() -> None:
    for name, expression in {**packages(), **jar_groups()}.items():
        parts = [part.strip() for part in expression.replace(" OR ", " AND ").split(" AND ")]
        assert set(parts) <= FINE, f"{name}: {expression}"


def test_data_in_the_repository_says_where_it_comes_from(page: str) -> None:
    data = list((ROOT / "services").rglob("*.gz"))
    assert data
    for path in data:
        assert f"`{path.name}`" in page
        assert path.name in (path.parent / "README.md").read_text("utf-8")
