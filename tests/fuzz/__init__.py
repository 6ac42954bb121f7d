"""Mutated files of every format: each must be read or refused in one sentence, quickly and in little memory."""
