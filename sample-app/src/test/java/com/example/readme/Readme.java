package com.example.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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

	private static final Pattern FENCE = Pattern.compile("^```.*?^```$", Pattern.MULTILINE | Pattern.DOTALL);

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private static final Pattern LINKED = Pattern.compile("\\[([^]]*)]\\([^)]*\\)");

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
	 * The rows of the tables whose first heading is the given one, without the headings.
	 */
	public List<List<String>> table(String firstHeading) {
		List<List<String>> rows = new ArrayList<>();
		boolean inside = false;
		for (String line : this.text.split("\\n")) {
			if (line.startsWith("| " + firstHeading + " |")) {
				inside = true;
			}
			else if (!line.startsWith("|")) {
				inside = false;
			}
			else if (inside && !line.startsWith("|-")) {
				rows.add(Arrays.stream(line.substring(1).split("\\|")).map(String::trim).toList());
			}
		}
		if (rows.isEmpty()) {
			throw new IllegalStateException("No table begins with '" + firstHeading + "'");
		}
		return rows;
	}

	/**
	 * What the sections are called in links: as GitHub does it, from the text of their
	 * headings.
	 */
	public Set<String> anchors() {
		Set<String> anchors = new LinkedHashSet<>();
		Matcher headings = HEADING.matcher(FENCE.matcher(this.text).replaceAll(""));
		while (headings.find()) {
			String anchor = LINKED.matcher(headings.group(1))
				.replaceAll("$1")
				.toLowerCase(Locale.ROOT)
				.replaceAll("[^\\p{L}\\p{M}\\p{N}_ -]", "")
				.replace(' ', '-');
			String unique = anchor;
			for (int i = 1; !anchors.add(unique); i++) {
				unique = anchor + "-" + i;
			}
		}
		return anchors;
	}

	public List<String> links() {
		return LINK.matcher(this.text).results().map((MatchResult link) -> link.group(1)).toList();
	}

}
