# /// script
# dependencies = ["requests"]
print()
