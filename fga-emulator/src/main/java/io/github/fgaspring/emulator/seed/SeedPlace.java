package io.github.fgaspring.emulator.seed;

import tools.jackson.core.TokenStreamLocation;

/**
 * A place in a seed.
 *
 * @param source where the seed comes from
 * @param line the line, counted from 1
 * @param path the way through the keys, such as {@code assignments[2].role}; empty for
 * the whole seed
 */
record SeedPlace(String source, int line, String path) {

	static SeedPlace start(String source) {
		return new SeedPlace(source, 1, "");
	}

	SeedPlace key(String key) {
		return new SeedPlace(this.source, this.line, this.path.isEmpty() ? key : this.path + "." + key);
	}

	SeedPlace element(int index) {
		return new SeedPlace(this.source, this.line, this.path + "[" + index + "]");
	}

	SeedPlace at(TokenStreamLocation location) {
		return new SeedPlace(this.source, Math.max(1, location.getLineNr()), this.path);
	}

	IllegalSeedException problem(String message) {
		String where = this.path.isEmpty() ? "" : ", " + this.path;
		return new IllegalSeedException("%s, line %d%s: %s".formatted(this.source, this.line, where, message));
	}

}
