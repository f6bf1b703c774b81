package com.example.gettingstarted;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

import javax.tools.ToolProvider;

/**
 * A project as start.spring.io makes it, to which a newcomer adds files. What it depends
 * on is what this module depends on.
 */
final class NewProject implements AutoCloseable {

	private static final String MAIN = """
			package com.example.demo;

			import org.springframework.boot.SpringApplication;
			import org.springframework.boot.autoconfigure.SpringBootApplication;

			@SpringBootApplication
			public class DemoApplication {

				public static void main(String[] args) {
					SpringApplication.run(DemoApplication.class, args);
				}

			}
			""";

	private final Path folder;

	private final List<Path> sources = new ArrayList<>();

	private URLClassLoader classes;

	NewProject(Path folder) {
		this.folder = folder;
		add("src/main/java/com/example/demo/DemoApplication.java", MAIN);
		add("src/main/resources/application.properties", "spring.application.name=demo\n");
	}

	void add(String path, String content) {
		Path file = this.folder.resolve(path);
		try {
			Files.createDirectories(file.getParent());
			Files.writeString(file, content);
			if (path.startsWith("src/main/resources/")) {
				Path copy = this.folder.resolve("target").resolve(file.getFileName());
				Files.createDirectories(copy.getParent());
				Files.writeString(copy, content);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		if (path.endsWith(".java")) {
			this.sources.add(file);
		}
	}

	/**
	 * Compiles everything.
	 * @return what the compiler answers: 0 if all is well
	 */
	int compile() throws IOException {
		List<String> arguments = new ArrayList<>(
				List.of("-proc:none", "-parameters", "-d", this.folder.resolve("target").toString(), "-classpath",
						System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		this.sources.stream().map(Path::toString).forEach(arguments::add);
		int result = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
		this.classes = new URLClassLoader(new URL[] { this.folder.resolve("target").toUri().toURL() },
				getClass().getClassLoader());
		return result;
	}

	Class<?> load(String name) throws ClassNotFoundException {
		return this.classes.loadClass("com.example.demo." + name);
	}

	/**
	 * Does something as if within the project.
	 */
	<T> T within(Callable<T> work) throws Exception {
		ClassLoader before = Thread.currentThread().getContextClassLoader();
		Thread.currentThread().setContextClassLoader(this.classes);
		try {
			return work.call();
		}
		finally {
			Thread.currentThread().setContextClassLoader(before);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.classes != null) {
			this.classes.close();
		}
	}

}
