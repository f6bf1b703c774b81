package io.github.fgaspring.emulator;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.Architectures;
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

	/**
	 * Each package and the packages it may use, in the order in which they stand on one
	 * another.
	 */
	@ArchTest
	static final ArchRule arrowsPointDownwards = Architectures.layeredArchitecture()
		.consideringOnlyDependenciesInLayers()
		.layer("model")
		.definedBy("..emulator.model..")
		.layer("traffic")
		.definedBy("..emulator.traffic..")
		.layer("http")
		.definedBy("..emulator.http..")
		.layer("json")
		.definedBy("..emulator.json..")
		.layer("seed")
		.definedBy("..emulator.seed..")
		.layer("session")
		.definedBy("..emulator.session..")
		.layer("event")
		.definedBy("..emulator.event..")
		.layer("api")
		.definedBy("..emulator.api..")
		.layer("control")
		.definedBy("..emulator.control..")
		.layer("emulator")
		.definedBy("io.github.fgaspring.emulator")
		.whereLayer("model")
		.mayNotAccessAnyLayer()
		.whereLayer("traffic")
		.mayNotAccessAnyLayer()
		.whereLayer("http")
		.mayOnlyAccessLayers("traffic")
		.whereLayer("json")
		.mayOnlyAccessLayers("model")
		.whereLayer("seed")
		.mayOnlyAccessLayers("model")
		.whereLayer("session")
		.mayOnlyAccessLayers("model", "json")
		.whereLayer("event")
		.mayOnlyAccessLayers("model", "json")
		.whereLayer("api")
		.mayOnlyAccessLayers("model", "json", "http", "session")
		.whereLayer("control")
		.mayOnlyAccessLayers("model", "http", "session", "traffic", "event")
		.whereLayer("emulator")
		.mayNotBeAccessedByAnyLayer();

	@ArchTest
	static final ArchRule autoConfigurationsArePublicAndFinal = ArchRuleDefinition.classes()
		.that()
		.areAnnotatedWith("org.springframework.boot.autoconfigure.AutoConfiguration")
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule packagesAreNullMarked = ArchRuleDefinition.classes()
		.that()
		.haveSimpleName("package-info")
		.should()
		.beAnnotatedWith("org.jspecify.annotations.NullMarked");

}
