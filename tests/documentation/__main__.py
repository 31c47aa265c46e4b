"""`python -m tests.documentation`: write the reference pages that are made of the code."""

from tests.documentation.generated import DOCS, GENERATED

if __name__ == "__main__":
    for name, text in GENERATED.items():
        (DOCS / name).write_text(text(), encoding="utf-8")
