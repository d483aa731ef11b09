"""The tokens of the shell's grammar, outside and inside double quotes."""

from __future__ import annotations

import re

from nerq.patterns import regex

# One alternative a token; the order decides. Every alternative takes each character at most
# once, so the pass is linear.
BARE = regex(
    r"(?P<plain>[^\s'\"\\$`;&|()<>#{}]+)"
    r"|(?P<space>[ \t\r\f\v]+)"
    r"|(?P<continuation>\\\r?\n)"
    r"|(?P<newline>\n)"
    r"|(?P<escape>\\[^\n]?)"
    r"|(?P<ansi>\$'(?:[^'\\]|\\.)*')"
    r"|(?P<single>'[^']*')"
    r"|(?P<double>\$?\")"
    r"|(?P<template>\$?\{\{[^{}\n]*(?:\}[^{}\n]+)*\}\})"
    r"|(?P<arithmetic>\$?\(\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)\))"
    r"|(?P<substitution>[$<>]\()"
    r"|(?P<parameter>\$\{)"
    r"|(?P<variable>\$(?:[A-Za-z_]\w*|[0-9@*#?$!-]))"
    r"|(?P<backtick>`)"
    r"|(?P<heredoc><<-?[ \t]*(?:'[^'\n]*'|\"[^\"\n]*\"|\\?[^\s'\"\\$`;&|()<>#]+))"
    r"|(?P<redirect>(?:&>>?|<<<|>>|>\||<>|[<>]&|<|>))"
    r"|(?P<separator>;;&?|;&|;|&&|\|\||\|&|\||&)"
    r"|(?P<function>\([ \t]*\))"
    r"|(?P<open>\()"
    r"|(?P<close>\))"
    r"|(?P<brace>\})"
    r"|(?P<comment>\#)"
    r"|(?P<other>.)",
    re.DOTALL,
)
QUOTED = regex(
    r"(?P<plain>[^\"\\$`}]+)"
    r"|(?P<undouble>\")"
    r"|(?P<continuation>\\\r?\n)"
    r"|(?P<escape>\\[$`\"\\])"
    r"|(?P<template>\$\{\{[^{}\n]*(?:\}[^{}\n]+)*\}\})"
    r"|(?P<arithmetic>\$\(\([^()\n]*(?:\([^()\n]*\)[^()\n]*)*\)\))"
    r"|(?P<substitution>\$\()"
    r"|(?P<parameter>\$\{)"
    r"|(?P<variable>\$(?:[A-Za-z_]\w*|[0-9@*#?$!-]))"
    r"|(?P<backtick>`)"
    r"|(?P<brace>\})"
    r"|(?P<other>.)",
    re.DOTALL,
)
PARAMETER = regex(
    r"(?P<name>[#!]?(?:[A-Za-z_]\w*|[0-9]+|[@*#?$!-]))(?P<index>\[[^\]\n$]{0,99}\])?(?P<operator>:?[-=+?])?"
)
# Within ``${…}`` these mean themselves.
PLAIN_IN_PARAMETER = frozenset(
    {
        "space",
        "newline",
        "separator",
        "redirect",
        "heredoc",
        "function",
        "open",
        "close",
        "comment",
        "arithmetic",
    }
)
