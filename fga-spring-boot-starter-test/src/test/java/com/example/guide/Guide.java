package com.example.guide;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

import org.springframework.beans.factory.config.YamlPropertiesFactoryBean;
import org.springframework.core.io.ByteArrayResource;

/**
 * A page of the documentation, taken apart.
 */
public final class Guide {

	/**
	 * The root of the repository; tests run in the folder of their module.
	 */
	public static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

	private static final Path EXAMPLES = ROOT.resolve("fga-spring-boot-starter-test/src/test/java/com/example");

	private static final Pattern LINK = Pattern.compile("\\]\\(([^):]+)\\)");

	private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

	private final Path file;

	private final String text;

	private Guide(Path file) {
		this.file = file;
		this.text = content(file);
	}

	/**
	 * Reads a page.
	 * @param name its name within {@code docs}
	 */
	public static Guide read(String name) {
		return new Guide(ROOT.resolve("docs").resolve(name));
	}

	public String text() {
		return this.text;
	}

	/**
	 * The contents of the code blocks in a language.
	 */
	public List<String> blocks(String language) {
		return Pattern.compile("^```" + language + "\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL)
			.matcher(this.text)
			.results()
			.map((block) -> block.group(1))
			.toList();
	}

	/**
	 * The properties in a block of YAML, each as {@code name=value}.
	 */
	public static String[] properties(String block) {
		YamlPropertiesFactoryBean yaml = new YamlPropertiesFactoryBean();
		yaml.setResources(new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
		return yaml.getObject()
			.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.toArray(String[]::new);
	}

	/**
	 * The links within the repository.
	 */
	public List<String> links() {
		return LINK.matcher(this.text).results().map((link) -> link.group(1)).toList();
	}

	/**
	 * Whether there is what a link points to: a section of this page, or a file.
	 */
	public boolean leadsSomewhere(String link) {
		String[] parts = link.split("#", 2);
		Path target = parts[0].isEmpty() ? this.file : this.file.resolveSibling(parts[0]);
		return Files.exists(target) && (parts.length == 1 || hasSection(content(target), parts[1]));
	}

	private static boolean hasSection(String page, String section) {
		return HEADING.matcher(page)
			.results()
			.anyMatch((heading) -> section
				.equals(heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 -]", "").replace(' ', '-')));
	}

	/**
	 * An example as a page shows it, without package and imports.
	 */
	public static String typeIn(Path source) {
		String content = content(EXAMPLES.resolve(source));
		return content.substring(content.indexOf("\n@") + 1);
	}

	private static String content(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
