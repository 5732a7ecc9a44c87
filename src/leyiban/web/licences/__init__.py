"""Whether a licence is valid now, for anybody who has its number, its code or its file."""
