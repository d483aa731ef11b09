# /// script
# dependencies = ["requests"]
# ///
# more comment
# ///
