package io.github.fgaspring;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.GeneralCodingRules;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.webmvc.test.autoconfigure.WebMvcTest;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Holds the picture of the packages that the design draws. A new package gets its line in
 * {@link #ARROWS}.
 */
class ArchitectureTests {

	private static final String BASE = "io.github.fgaspring.";

	/**
	 * What each package may depend on. Whoever may see questions and decisions also sees
	 * the session in them.
	 */
	private static final Map<String, Set<String>> ARROWS = Map.ofEntries(Map.entry("authentication", Set.of()),
			Map.entry("decision", Set.of("authentication", "annotation")),
			Map.entry("claims", Set.of("decision", "authentication")), Map.entry("http", Set.of("decision")),
			Map.entry("client", Set.of("decision", "authentication", "annotation")),
			Map.entry("membership", Set.of("decision", "authentication", "annotation", "client")),
			Map.entry("discovery", Set.of("decision", "authentication", "client", "membership")),
			Map.entry("cookie", Set.of("decision", "client")),
			Map.entry("revocation", Set.of("decision", "authentication")),
			Map.entry("events", Set.of("decision", "revocation", "client")),
			Map.entry("policy", Set.of("decision", "authentication", "client", "membership", "revocation")),
			Map.entry("redis", Set.of("decision", "client", "revocation", "events")),
			Map.entry("authorization", Set.of("decision", "authentication", "annotation", "discovery", "policy")),
			Map.entry("validation", Set.of("authorization", "decision")),
			Map.entry("web", Set.of("decision", "authentication", "cookie", "revocation", "policy")),
			Map.entry("observation", Set.of("decision", "authentication", "annotation", "client", "policy")),
			Map.entry("actuate",
					Set.of("authentication", "client", "authorization", "observation", "annotation", "redis",
							"events")),
			Map.entry("autoconfigure",
					Set.of("authentication", "decision", "claims", "client", "membership", "discovery", "cookie",
							"authorization", "validation", "web", "observation", "actuate", "revocation", "events",
							"redis", "policy", "http")));

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOptions(
				List.of(new ImportOption.DoNotIncludeTests(), (location) -> !location.contains("fga-annotations")))
		.importPackages("io.github.fgaspring");

	@Test
	void packagesWhenCompiledThenEachHasItsArrows() {
		assertThat(packages()).containsExactlyInAnyOrderElementsOf(ARROWS.keySet());
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageWhenDependsOnAnotherThenAlongAnArrow(String name) {
		arrows(name, ARROWS.get(name)).check(classes);
	}

	@ParameterizedTest
	@MethodSource("packages")
	void arrowWhenNothingNeedsItThenIsNotDrawn(String name) {
		assertThat(ARROWS.get(name)).allSatisfy(
				(other) -> assertThat(arrows(name, without(ARROWS.get(name), other)).evaluate(classes).hasViolation())
					.as("%s depends on %s", name, other)
					.isTrue());
	}

	@Test
	void arrowsWhenOneIsMissingThenTheRuleNoticesIt() {
		EvaluationResult result = arrows("authorization", Set.of("authentication", "annotation")).evaluate(classes);
		assertThat(result.getFailureReport().getDetails())
			.anyMatch((detail) -> detail.contains("decision.PermissionChecker"));
	}

	@Test
	void packagesWhenCompiledThenAreFreeOfCycles() {
		SlicesRuleDefinition.slices().matching(BASE + "(*)..").should().beFreeOfCycles().check(classes);
	}

	@Test
	void packagesWhenCompiledThenNothingButItselfDependsOnAutoconfigure() {
		ArchRuleDefinition.noClasses()
			.that()
			.resideOutsideOfPackage(BASE + "autoconfigure..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(BASE + "autoconfigure..")
			.check(classes);
	}

	@ParameterizedTest
	@MethodSource("packages")
	void packageWhenCompiledThenIsNullMarked(String name) throws ClassNotFoundException {
		assertThat(Class.forName(BASE + name + ".package-info").isAnnotationPresent(NullMarked.class)).isTrue();
	}

	@Test
	void autoConfigurationsWhenCompiledThenArePublicFinalAndOfferNothingPublic() {
		ArchRuleDefinition.classes()
			.that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.bePublic()
			.andShould()
			.haveModifier(JavaModifier.FINAL)
			.check(classes);
		ArchRuleDefinition.methods()
			.that()
			.areDeclaredInClassesThat()
			.areAnnotatedWith(AutoConfiguration.class)
			.and()
			.doNotHaveModifier(JavaModifier.SYNTHETIC)
			.should()
			.notBePublic()
			.check(classes);
	}

	@Test
	void beanMethodsWhenCompiledThenArePackagePrivate() {
		ArchRuleDefinition.methods().that().areAnnotatedWith(Bean.class).should().bePackagePrivate().check(classes);
	}

	@Test
	void autoConfigurationsWhenCompiledThenAreExactlyTheListedOnes() {
		List<String> annotated = classes.stream()
			.filter((type) -> type.isAnnotatedWith(AutoConfiguration.class))
			.map(JavaClass::getName)
			.toList();
		assertThat(ours(AutoConfiguration.class)).containsExactlyInAnyOrderElementsOf(annotated).isNotEmpty();
	}

	@Test
	void webMvcSliceWhenLoadedThenEnforces() {
		assertThat(ours(WebMvcTest.class)).containsExactlyInAnyOrder(BASE + "autoconfigure.FgaAutoConfiguration",
				BASE + "autoconfigure.FgaWebMvcAutoConfiguration",
				BASE + "autoconfigure.FgaWebSecurityAutoConfiguration");
	}

	@Test
	void classesWhenUseJacksonThenOnlyTheThirdGeneration() {
		ArchRuleDefinition.noClasses()
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("com.fasterxml.jackson.databind..", "com.fasterxml.jackson.core..")
			.check(classes);
		ArchRuleDefinition.classes()
			.that()
			.haveSimpleName("Problem")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("tools.jackson.databind..")
			.check(classes);
	}

	@Test
	void classesWhenReportThenThroughTheLoggerOfSpring() {
		GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(classes);
		GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(classes);
	}

	@Test
	void classesWhenNeedBeansThenTakeThemInTheConstructor() {
		GeneralCodingRules.NO_CLASSES_SHOULD_USE_FIELD_INJECTION.check(classes);
	}

	/**
	 * Before Java 24, a virtual thread that waits in a monitor keeps the thread that
	 * carries it. These hold theirs for a few instructions, and call nobody.
	 */
	@Test
	void monitorsWhenUsedThenNotAroundCalls() {
		ArchRuleDefinition.methods()
			.that()
			.haveModifier(JavaModifier.SYNCHRONIZED)
			.should()
			.beDeclaredInClassesThat()
			.haveFullyQualifiedName(BASE + "redis.KnownChanges")
			.orShould()
			.beDeclaredInClassesThat()
			.haveFullyQualifiedName(BASE + "redis.RedisStatus")
			.orShould()
			.beDeclaredInClassesThat()
			.haveFullyQualifiedName(BASE + "events.RefusalLog")
			.orShould()
			.beDeclaredInClassesThat()
			.haveFullyQualifiedName(BASE + "events.LocalReceivedEvents")
			.check(classes);
	}

	/**
	 * Virtual threads are many and short-lived, so nothing may be cached by thread.
	 */
	@Test
	void threadLocalsWhenUsedThenOnlyForTheDeadline() {
		ArchRuleDefinition.noClasses()
			.that()
			.doNotHaveFullyQualifiedName(BASE + "decision.Deadline")
			.should()
			.dependOnClassesThat()
			.areAssignableTo(ThreadLocal.class)
			.check(classes);
	}

	@Test
	void exceptionsWhenPublicThenAreCalledException() {
		ArchRuleDefinition.classes()
			.that()
			.areAssignableTo(Throwable.class)
			.and()
			.arePublic()
			.should()
			.haveSimpleNameEndingWith("Exception")
			.check(classes);
	}

	private static ArchRule arrows(String name, Set<String> allowed) {
		String[] forbidden = Stream.concat(ARROWS.keySet().stream(), Stream.of("annotation"))
			.filter((other) -> !other.equals(name) && !allowed.contains(other))
			.map((other) -> BASE + other + "..")
			.toArray(String[]::new);
		return ArchRuleDefinition.noClasses()
			.that()
			.resideInAPackage(BASE + name + "..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage(forbidden);
	}

	private static Set<String> without(Set<String> arrows, String arrow) {
		return arrows.stream().filter((other) -> !other.equals(arrow)).collect(Collectors.toSet());
	}

	private static Set<String> packages() {
		return classes.stream()
			.map((type) -> type.getPackageName().substring(BASE.length()))
			.collect(Collectors.toSet());
	}

	private static List<String> ours(Class<?> annotation) {
		return ImportCandidates.load(annotation, null)
			.getCandidates()
			.stream()
			.filter((name) -> name.startsWith(BASE))
			.toList();
	}

}
