package io.github.fgaspring.benchmarks.application;

import java.io.File;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class ClassPathsTests {

	private static final String OWN = "/build/fga-benchmarks/target/classes";

	private static final String STARTER = "/build/starter/target/classes";

	private static final String WEB = "/repository/web-1.0.jar";

	private static final String WEB_TEST = "/repository/web-test-1.0.jar";

	private static final String LOG = "/repository/log-2.0-beta.jar";

	private static final List<String> TREE = List.of("1 io.example:fga-benchmarks:jar:1.0",
			"2 io.example:starter:jar:1.0:compile",
			"3 (io.example:log:jar:1.0:compile - omitted for conflict with 2.0)",
			"4 io.example:web:jar:1.0:compile (version managed from 0.9)", "5 io.example:log:jar:2.0-beta:compile",
			"6 io.example:web-test:jar:1.0:compile", "7 (io.example:missing:jar:1.0:compile - omitted for duplicate)",
			"#", "2 3 compile", "1 2 compile", "4 5 compile", "1 4 compile", "1 6 compile", "6 7 compile");

	private final ClassPaths classPaths = ClassPaths.of(TREE,
			String.join(File.pathSeparator, OWN, STARTER, WEB_TEST, WEB, LOG));

	@Test
	void withWhenDependencyIsOmittedUnderOneThenIsFoundAllTheSame() {
		assertThat(this.classPaths.with(List.of("io.example:starter")).split(File.pathSeparator)).containsExactly(OWN,
				STARTER, LOG);
	}

	@Test
	void withWhenSomeAreNotNeededThenLeavesThemOut() {
		assertThat(this.classPaths.with(List.of("io.example:web")).split(File.pathSeparator)).containsExactly(OWN, WEB,
				LOG);
	}

	@Test
	void withWhenDependencyIsNotOnClassPathThenFails() {
		assertThatIllegalStateException().isThrownBy(() -> this.classPaths.with(List.of("io.example:web-test")))
			.withMessageContaining("missing");
	}

	@Test
	void ownClassesWhenOnClassPathThenAreThoseOnly() {
		assertThat(this.classPaths.ownClasses()).isEqualTo(OWN);
	}

}
