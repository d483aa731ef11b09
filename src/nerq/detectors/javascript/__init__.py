"""Models named in JavaScript and TypeScript."""
