"""YAML to nodes with lines, through libyaml, aliases bounded and tags never constructed.

Plain scalars are resolved by YAML 1.2's core schema, except that what looks like a number or a
date stays text, so that ``1.10`` keeps its digits: ``true`` and ``false`` are booleans, ``null``,
``~`` and nothing are None, all else is text (https://yaml.org/spec/1.2.2/, chapter 10.3). Keys
are always text as written. ``<<`` merges as YAML 1.1 says (https://yaml.org/type/merge.html).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nerq.documents.node import Node
from nerq.errors import ManifestError
from nerq.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

    from yaml.events import Event

    from nerq.plugin import Source

_UNPRINTABLE = regex("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def load(source: Source) -> Node:
    """The first document of a YAML file; an empty file is None at the root.

    Raises:
        ManifestError: with the line, for anything libyaml refuses, for a key that stands twice
            in one table or is not text, for documents of more than
            `nerq.documents.yaml_composer.MAX_NODES` values, aliases written out, and for
            nesting beyond `nerq.documents.yaml_composer.MAX_DEPTH` levels.
    """
    for node in load_all(source):
        return node
    return Node(None, (), dict)


def load_all(source: Source) -> Iterator[Node]:
    """Every document of a YAML stream, in order.

    Raises:
        ManifestError: as `load`.
    """
    from yaml import events

    from nerq.documents.yaml_composer import Composer

    composer: Composer | None = None
    for event in _events(source.text.removeprefix("\ufeff")):
        if type(event) is events.DocumentStartEvent:
            composer = Composer()
        elif composer is not None and type(event) is events.DocumentEndEvent:
            yield composer.document()
            composer = None
        elif composer is not None:
            composer.add(event)


def block_line(node: Node) -> int | None:
    """The 1-based line where the text of a scalar begins; None where it is not known.

    For a block scalar (``run: |``) that is the line after the indicator, so that line n (from
    0) of a literal one's text stands at ``block_line(node) + n``; for others the line of the
    value, which may be below that of its key.
    """
    from nerq.documents.yaml_places import Places

    places = node.lines()
    return places.start(node.path) if isinstance(places, Places) else node.line


def _events(text: str) -> Iterator[Event]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        yield from yaml.parse(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = " ".join(filter(None, (error.context, error.problem)))
        # At the end of a file libyaml may point to the line after the last one.
        line = None if mark is None else min(mark.line + 1, max(1, len(text.splitlines())))
        raise ManifestError(f"not valid YAML: {_shown(what)}", line) from error
    except yaml.YAMLError as error:
        raise ManifestError("not valid YAML: a control character", _bad_line(text)) from error
    except (RecursionError, ValueError, MemoryError, OverflowError) as error:
        raise ManifestError("not YAML that can be read") from error


def _bad_line(text: str) -> int | None:
    found = _UNPRINTABLE.search(text)
    return None if found is None else text.count("\n", 0, found.start()) + 1


def _shown(text: str) -> str:
    return "".join(c if c.isprintable() else "\ufffd" for c in text[:200])
