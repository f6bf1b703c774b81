package io.github.fgaspring.autoconfigure;

import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;
import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.autoconfigure.AheadOfTimeTests.Archive;
import io.github.fgaspring.autoconfigure.AheadOfTimeTests.Document;
import io.github.fgaspring.autoconfigure.AheadOfTimeTests.DocumentController;
import io.github.fgaspring.autoconfigure.AheadOfTimeTests.DocumentService;
import io.github.fgaspring.autoconfigure.AheadOfTimeTests.Lookup;
import io.github.fgaspring.decision.ResourceReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.TypeReference;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.http.client.InetAddressFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the starter tells ahead-of-time processing about its reflection.
 */
class RuntimeHintsTests {

	private static RuntimeHints hints;

	@BeforeAll
	static void process() {
		hints = AheadOfTime.process(AheadOfTimeTests.Documents.class).hints();
		// Spring Boot's processor, which is not at work here, asks these too.
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.asList()
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.fgaspring"))
			.forEach((registrar) -> registrar.registerHints(hints, RuntimeHintsTests.class.getClassLoader()));
	}

	@ParameterizedTest
	@ValueSource(classes = { RequiresPermission.class, NoPermissionRequired.class, FilterPermitted.class,
			RequiresRecentAuthentication.class })
	void annotationWhenFilledThenMayBeMade(Class<?> annotation) {
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(annotation)).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { DocumentController.class, DocumentService.class, Archive.class })
	void typeWhenDeclaresRulesThenMayBeSearched(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
	}

	@Test
	void beanWhenCalledByExpressionThenMayBeCalled() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Lookup.class, "projectOf")).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Lookup.class, "referenceTo")).accepts(hints);
	}

	@Test
	void argumentWhenExpressionReadsItThenMayBeRead() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(AheadOfTimeTests.Draft.class, "documentId"))
			.accepts(hints);
	}

	@Test
	void elementWhenFilteredThenMayBeRead() {
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Document.class, "id")).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { WebEndpointAutoConfiguration.class, HealthEndpoint.class, InetAddressFilter.class })
	void classWhenLookedForThenIsFound(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(hints);
	}

	@Test
	void problemWhenHoldsOrganizationsThenMayBeWritten() throws ClassNotFoundException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation("io.github.fgaspring.web.OrganizationChoices$Organization", "name")).accepts(hints);
	}

	@ParameterizedTest
	@ValueSource(classes = { Fga.class, FgaSession.class, ResourceReference.class })
	void typeWhenApplicationsExpressionsUseItThenMayBeCalled(Class<?> type) {
		assertThat(RuntimeHintsPredicates.reflection()
			.onType(type)
			.withMemberCategory(MemberCategory.INVOKE_PUBLIC_METHODS)).accepts(hints);
	}

	@Test
	void propertiesWhenBoundThenMayBeMade() {
		assertThat(RuntimeHintsPredicates.reflection().onType(TypeReference.of(FgaProperties.Session.class)))
			.accepts(hints);
	}

}
