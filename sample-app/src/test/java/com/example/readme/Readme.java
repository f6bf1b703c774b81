package com.example.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The README of the repository, or another page, taken apart.
 */
public final class Readme {

	/**
	 * The root of the repository; tests run in the folder of their module.
	 */
	public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern BLOCK = Pattern.compile("^```(\\w+)\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern LINK = Pattern.compile("\\]\\(([^)]+)\\)");

	private final String text;

	private Readme(String text) {
		this.text = text;
	}

	public static Readme read() {
		return read("README.md");
	}

	/**
	 * Reads another page.
	 * @param path where it is in the repository
	 */
	public static Readme read(String path) {
		try {
			return new Readme(Files.readString(ROOT.resolve(path)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public String text() {
		return this.text;
	}

	/**
	 * The contents of the code blocks in a language.
	 */
	public List<String> blocks(String language) {
		return BLOCK.matcher(this.text)
			.results()
			.filter((block) -> block.group(1).equals(language))
			.map((block) -> block.group(2))
			.toList();
	}

	/**
	 * The rows of the table whose first heading is the given one, without the headings.
	 */
	public List<List<String>> table(String firstHeading) {
		List<List<String>> rows = new ArrayList<>();
		boolean inside = false;
		for (String line : this.text.split("\\n")) {
			if (line.startsWith("| " + firstHeading + " |")) {
				inside = true;
			}
			else if (inside && !line.startsWith("|")) {
				return rows;
			}
			else if (inside && !line.startsWith("|-")) {
				rows.add(Arrays.stream(line.substring(1).split("\\|")).map(String::trim).toList());
			}
		}
		throw new IllegalStateException("The README has no table that begins with '" + firstHeading + "'");
	}

	public List<String> links() {
		return LINK.matcher(this.text).results().map((MatchResult link) -> link.group(1)).toList();
	}

}
