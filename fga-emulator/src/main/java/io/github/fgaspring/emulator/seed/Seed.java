package io.github.fgaspring.emulator.seed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What the emulator starts with, as YAML. The text is validated when the emulator starts.
 *
 * @param source where the text comes from, named in error messages
 * @param yaml the text
 */
public record Seed(String source, String yaml) {

	/**
	 * A seed without organizations and people.
	 * @return the seed
	 */
	public static Seed empty() {
		return new Seed("empty seed", "");
	}

	/**
	 * A seed written in the calling code.
	 * @param yaml the text
	 * @return the seed
	 */
	public static Seed of(String yaml) {
		return new Seed("seed", yaml);
	}

	/**
	 * A seed in a file.
	 * @param file a file in UTF-8
	 * @return the seed
	 * @throws UncheckedIOException if the file cannot be read
	 */
	public static Seed load(Path file) {
		try {
			return new Seed(file.toString(), Files.readString(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The seed %s cannot be read".formatted(file), ex);
		}
	}

	/**
	 * Leaves the text out, which holds passwords and keys.
	 */
	@Override
	public String toString() {
		return "Seed[source=" + this.source + "]";
	}

}
