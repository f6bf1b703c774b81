package io.github.fgaspring.emulator.seed;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.TokenStreamLocation;

/**
 * A place in a seed. Its path is only put together for a message: a seed may have some
 * hundred thousand places, and nearly all of them are right.
 *
 * @param source where the seed comes from
 * @param line the line, counted from 1
 * @param parent the place that this one is in, or {@code null} for the whole seed
 * @param step the key or, as an {@link Integer}, the index in the parent; empty for the
 * whole seed
 */
record SeedPlace(String source, int line, @Nullable SeedPlace parent, Object step) {

	static SeedPlace start(String source) {
		return new SeedPlace(source, 1, null, "");
	}

	SeedPlace key(String key) {
		return new SeedPlace(this.source, this.line, this, key);
	}

	SeedPlace element(int index) {
		return new SeedPlace(this.source, this.line, this, index);
	}

	SeedPlace at(TokenStreamLocation location) {
		int line = Math.max(1, location.getLineNr());
		return (line != this.line) ? new SeedPlace(this.source, line, this.parent, this.step) : this;
	}

	IllegalSeedException problem(String message) {
		String path = path();
		String where = path.isEmpty() ? "" : ", " + path;
		return new IllegalSeedException("%s, line %d%s: %s".formatted(this.source, this.line, where, message));
	}

	// The way through the keys, such as assignments[2].role; empty for the whole seed.
	private String path() {
		if (this.parent == null) {
			return "";
		}
		String above = this.parent.path();
		if (this.step instanceof Integer) {
			return above + "[" + this.step + "]";
		}
		return above.isEmpty() ? this.step.toString() : above + "." + this.step;
	}

}
