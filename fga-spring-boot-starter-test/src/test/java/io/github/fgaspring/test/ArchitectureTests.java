package io.github.fgaspring.test;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import org.jspecify.annotations.NullMarked;

import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.FailureHandler;
import org.springframework.test.context.ContextCustomizerFactory;
import org.springframework.test.context.TestExecutionListener;

import static org.assertj.core.api.Assertions.assertThat;

@AnalyzeClasses(packages = "io.github.fgaspring.test", importOptions = DoNotIncludeTests.class)
class ArchitectureTests {

	@ArchTest
	static final ArchRule toolsDoNotKnowHowContextsArePrepared = ArchRuleDefinition.noClasses()
		.that()
		.resideInAPackage("io.github.fgaspring.test")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("io.github.fgaspring.test.context");

	@ArchTest
	static final ArchRule preparationOfContextsIsNobodysBusiness = ArchRuleDefinition.classes()
		.that()
		.resideInAPackage("io.github.fgaspring.test.context")
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule onlyCoverageAndRequestsNeedTheWeb = ArchRuleDefinition.noClasses()
		.that()
		.haveSimpleNameNotStartingWith("FgaCoverage")
		.and()
		.haveSimpleNameNotStartingWith("RouteInspector")
		.and()
		.haveSimpleNameNotStartingWith("UrlHandlerInspector")
		.and()
		.haveSimpleNameNotStartingWith("FgaSessionPostProcessor")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.web..", "org.springframework.test.web..", "jakarta.servlet..");

	@ArchTest
	static void packagesAreNullMarked(JavaClasses classes) throws ClassNotFoundException {
		for (String name : classes.stream().map(JavaClass::getPackageName).distinct().toList()) {
			assertThat(Class.forName(name + ".package-info").isAnnotationPresent(NullMarked.class)).as(name).isTrue();
		}
	}

	@ArchTest
	static void factoriesAndListenersAreExactlyTheListedOnes(JavaClasses classes) {
		SpringFactoriesLoader loader = SpringFactoriesLoader.forDefaultResourceLocation();
		// Some of Spring's own need libraries that are not there; none of ours does.
		FailureHandler notOnThisClassPath = (type, name, failure) -> assertThat(name)
			.startsWith("org.springframework.");
		for (Class<?> type : new Class<?>[] { ContextCustomizerFactory.class, TestExecutionListener.class }) {
			assertThat(loader.load(type, notOnThisClassPath)).map((listed) -> listed.getClass().getName())
				.filteredOn((name) -> name.startsWith("io.github.fgaspring"))
				.isNotEmpty()
				.containsExactlyInAnyOrderElementsOf(classes.stream()
					.filter((candidate) -> candidate.isAssignableTo(type))
					.map(JavaClass::getName)
					.toList());
		}
	}

}
