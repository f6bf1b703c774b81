package io.github.fgaspring.autoconfigure;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

class LibrariesBackgroundPreinitializerTests {

	@Test
	void preinitializerIsFoundBySpringBootAndDoesNotFail() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(BackgroundPreinitializer.class))
			.filteredOn(LibrariesBackgroundPreinitializer.class::isInstance)
			.singleElement()
			.satisfies((preinitializer) -> assertThatNoException().isThrownBy(preinitializer::preinitialize));
	}

	@Test
	void preinitializerLeavesTlsAloneBecauseTheApplicationMayNotHaveConfiguredItYet() {
		ArchRuleDefinition.classes()
			.that()
			.implement(BackgroundPreinitializer.class)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage("java.lang..", "java.time..", "com.github.benmanes.caffeine..",
					"io.github.resilience4j..", "org.springframework.boot.autoconfigure.preinitialize..")
			.check(new ClassFileImporter().importPackagesOf(LibrariesBackgroundPreinitializer.class));
	}

}
