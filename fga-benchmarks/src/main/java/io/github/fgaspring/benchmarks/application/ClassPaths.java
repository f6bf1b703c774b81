package io.github.fgaspring.benchmarks.application;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes class paths out of that of the benchmarks: a project with some of the
 * dependencies would have those, with what they depend on, and not the others.
 */
final class ClassPaths {

	private static final Pattern ARTIFACT = Pattern.compile("(\\d+) \\(?([^:]+:[^:]+):.*");

	private final List<String> classPath;

	private final Map<String, Set<String>> dependencies;

	private ClassPaths(List<String> classPath, Map<String, Set<String>> dependencies) {
		this.classPath = classPath;
		this.dependencies = dependencies;
	}

	/**
	 * Reads what Maven has found out.
	 * @param tree the output of {@code dependency:tree} in its form {@code tgf}: numbered
	 * artifacts, then pairs of numbers. It is verbose, so no dependency is left out
	 * because another artifact has it too.
	 * @return the class paths of this JVM
	 */
	static ClassPaths read(Path tree) throws IOException {
		return of(Files.readAllLines(tree), System.getProperty("java.class.path"));
	}

	static ClassPaths of(List<String> tree, String classPath) {
		Map<String, String> artifacts = new HashMap<>();
		Map<String, Set<String>> dependencies = new HashMap<>();
		for (String line : tree) {
			Matcher artifact = ARTIFACT.matcher(line);
			String[] words = line.split(" ");
			if (artifact.matches()) {
				artifacts.put(artifact.group(1), artifact.group(2));
			}
			else if (words.length > 1) {
				dependencies.computeIfAbsent(known(artifacts, words[0]), (absent) -> new LinkedHashSet<>())
					.add(known(artifacts, words[1]));
			}
		}
		return new ClassPaths(Arrays.asList(classPath.split(File.pathSeparator)), dependencies);
	}

	private static String known(Map<String, String> artifacts, String number) {
		String artifact = artifacts.get(number);
		if (artifact == null) {
			throw new IllegalArgumentException("The tree has no artifact " + number);
		}
		return artifact;
	}

	/**
	 * The classes of the benchmarks themselves, and nothing else.
	 */
	String ownClasses() {
		return entryOf("fga-benchmarks");
	}

	/**
	 * The classes of the benchmarks, and some dependencies.
	 * @param direct group and artifact of each that the project would name
	 * @return the class path with these and all that they depend on
	 */
	String with(Collection<String> direct) {
		Set<String> needed = new LinkedHashSet<>();
		Deque<String> open = new ArrayDeque<>(direct);
		while (!open.isEmpty()) {
			String artifact = open.remove();
			if (needed.add(artifact)) {
				open.addAll(this.dependencies.getOrDefault(artifact, Set.of()));
			}
		}
		return Stream
			.concat(Stream.of(ownClasses()),
					needed.stream().map((artifact) -> entryOf(artifact.substring(artifact.indexOf(':') + 1))))
			.collect(Collectors.joining(File.pathSeparator));
	}

	// A jar with a version in its name, or a module of this build.
	private String entryOf(String artifact) {
		Pattern entry = Pattern.compile(".*/%1$s(-\\d[^/]*\\.jar|/target/classes)".formatted(Pattern.quote(artifact)));
		return this.classPath.stream()
			.filter((candidate) -> entry.matcher(candidate.replace(File.separatorChar, '/')).matches())
			.findFirst()
			.orElseThrow(() -> new IllegalStateException(artifact + " is not on the class path"));
	}

}
