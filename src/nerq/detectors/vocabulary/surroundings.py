"""Keys that say what surrounds a value: whom a table speaks to, what is a link, what is a path."""

from __future__ import annotations

# Keys that name whom the table they stand in speaks to.
PROVIDERS = frozenset(
    [
        "provider",
        "llm_provider",
        "model_provider",
        "embedding_provider",
        "vendor",
        "api_type",
        "type",
        "backend",
        "platform",
        "client",
        "base_url",
        "api_base",
        "openai_api_base",
        "endpoint",
        "host",
        "url",
        "api_url",
        "_target_",
        "class",
        "class_path",
        "service",
        "custom_llm_provider",
        "llm_type",
        "embedding_type",
        "inference_provider",
        "api_endpoint",
        "server_url",
    ]
)
# Keys whose values say where something is described, not what is used.
LINKS = frozenset(
    [
        "homepage",
        "documentation",
        "docs",
        "description",
        "help",
        "readme",
        "schema",
        "license",
        "comment",
        "comments",
        "title",
        "summary",
        "issues",
        "bugs",
        "changelog",
        "citation",
        "website",
        "see",
        "notes",
        "note",
        "message",
        "prompt",
        "content",
        "text",
        "bugtracker",
    ]
)
# Keys whose owner/name is something else than a repository of the hub.
ELSEWHERE = frozenset(
    [
        "image",
        "repo",
        "repository",
        "uses",
        "slug",
        "github",
        "git",
        "url",
        "urls",
        "label",
        "labels",
        "tag",
        "tags",
        "path",
        "file",
        "files",
        "entry",
        "entrypoint",
        "registry",
        "container",
        "author",
        "authors",
        "title",
        "description",
        "text",
        "content",
        "prompt",
    ]
)
