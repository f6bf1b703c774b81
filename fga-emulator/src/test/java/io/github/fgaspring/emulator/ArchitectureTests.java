package io.github.fgaspring.emulator;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

@AnalyzeClasses(packages = "io.github.fgaspring.emulator", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule coreIsFreeOfSpring = ArchRuleDefinition.noClasses()
		.that()
		.resideOutsideOfPackage("..emulator.autoconfigure..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework..", "io.github.fgaspring.autoconfigure..",
				"io.github.fgaspring.emulator.autoconfigure..");

	@ArchTest
	static final ArchRule packagesAreFreeOfCycles = SlicesRuleDefinition.slices()
		.matching("io.github.fgaspring.emulator.(*)..")
		.should()
		.beFreeOfCycles();

	@ArchTest
	static final ArchRule modelIsTheLeaf = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("..emulator.model..")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("..emulator.seed..", "..emulator.session..", "..emulator.http..", "..emulator.api..");

}
