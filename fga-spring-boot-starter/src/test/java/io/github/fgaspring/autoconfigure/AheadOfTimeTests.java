package io.github.fgaspring.autoconfigure;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.util.List;
import java.util.stream.Stream;

import com.github.tomakehurst.wiremock.client.WireMock;
import io.github.fgaspring.annotation.FilterPermitted;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.authorization.UnprotectedAnnotationException;
import io.github.fgaspring.decision.ResourceReference;
import io.github.fgaspring.support.WorkOsStub;
import io.github.fgaspring.web.AsciiFirstHttpFirewall;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.security.web.firewall.HttpFirewall;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.WebApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application that was processed ahead of time decides as any other does.
 */
@CompileWithForkedClassLoader
class AheadOfTimeTests {

	@Test
	void requestsWhenProcessedAheadOfTimeThenDecidedAsOtherwise() {
		try (WorkOsStub workOs = WorkOsStub.start()) {
			workOs.answerChecks(false);
			workOs.server()
				.stubFor(WireMock.post(WorkOsStub.CHECK_PATH)
					.withRequestBody(WireMock.matchingJsonPath("$.resource_external_id", WireMock.equalTo("mine")))
					.willReturn(WireMock.okJson("{\"authorized\":true}")));
			AheadOfTime.process(Documents.class).run(workOs, (context) -> {
				assertThat(context.getBean(HttpFirewall.class)).isInstanceOf(AsciiFirstHttpFirewall.class);
				assertThat(WebContexts.get(context, "/me")).hasStatus(401);
				assertThat(WebContexts.get(context, "/reports")).hasStatus(401);
				assertThat(get(workOs, context, "/me")).hasStatusOk();
				assertThat(get(workOs, context, "/reports", "report:read")).hasStatusOk();
				assertThat(get(workOs, context, "/reports", "report:write")).hasStatus(403);
				assertThat(get(workOs, context, "/composed", "report:print")).hasStatusOk();
				assertThat(get(workOs, context, "/composed", "report:read")).hasStatus(403);
				for (String path : List.of("/projects/", "/looked-up/", "/referred/", "/below/", "/argument/",
						"/interface/")) {
					assertThat(get(workOs, context, path + "mine")).as(path).hasStatusOk();
					assertThat(get(workOs, context, path + "theirs")).as(path).hasStatus(403);
				}
				assertThat(get(workOs, context, "/filtered")).hasStatusOk().bodyText().isEqualTo("[{\"id\":\"mine\"}]");
			});
		}
	}

	@Test
	void contextWhenRuleIsNotInterceptedThenFails() {
		try (WorkOsStub workOs = WorkOsStub.start()) {
			AheadOfTime application = AheadOfTime.process(CreatedTooEarly.class);
			assertThatExceptionOfType(UnprotectedAnnotationException.class)
				.isThrownBy(() -> application.run(workOs, (context) -> {
				}))
				.withMessageContaining("is not intercepted");
		}
	}

	@Test
	void propertiesWhenAskForTheBeansOfTheBuildThenCountAndOtherwiseFail() {
		try (WorkOsStub workOs = WorkOsStub.start()) {
			String[] secrets = { "fga.webhooks.secret=whsec_test", "fga.fast-path.tenancy=verify" };
			AheadOfTime.process(Documents.class, "fga.webhooks.secret=${NOT_KNOWN_YET}", "fga.fast-path.tenancy=VERIFY")
				.compile((generated) -> {
					AheadOfTime.run(generated, workOs,
							(context) -> assertThat(context.containsBean("fgaWebhookFilterRegistration")).isTrue(),
							secrets);
					assertThatExceptionOfType(InvalidFgaPropertyException.class)
						.isThrownBy(() -> AheadOfTime.run(generated, workOs, (context) -> {
						}, secrets[0], secrets[1], "fga.policies.source=metadata"))
						.withMessageContaining("'fga.policies.source'")
						.withMessageContaining("ahead of time");
				});
		}
	}

	private static MvcTestResult get(WorkOsStub workOs, WebApplicationContext context, String path,
			String... permissions) {
		return WebContexts.get(context, path, workOs.tokens().withPermissions(permissions));
	}

	@Retention(RetentionPolicy.RUNTIME)
	@RequiresPermission("report:{value}")
	@interface CanOnReports {

		String value();

	}

	public interface Archive {

		@RequiresPermission("project:view")
		String read(@ResourceId("project") String id);

	}

	record Document(String id) {

	}

	public record Draft(String documentId) {

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ DocumentController.class, DocumentService.class })
	static class Documents {

		@Bean
		Lookup lookup() {
			return new Lookup();
		}

		@Bean
		Archive archive() {
			return (id) -> id;
		}

	}

	public static class Lookup {

		public String projectOf(String id) {
			return id;
		}

		public ResourceReference referenceTo(String id) {
			return ResourceReference.external("project", id);
		}

	}

	static class DocumentService {

		@RequiresPermission("project:view")
		String read(@ResourceId("project") String id) {
			return id;
		}

		@RequiresPermission(value = "project:view", resourceType = "project", resource = "#draft.documentId")
		String publish(Draft draft) {
			return draft.documentId();
		}

		@FilterPermitted(value = "project:view", resourceType = "project")
		List<Document> all() {
			return Stream.of("mine", "theirs").map(Document::new).toList();
		}

	}

	@RestController
	static class DocumentController {

		private final DocumentService service;

		private final Archive archive;

		DocumentController(DocumentService service, Archive archive) {
			this.service = service;
			this.archive = archive;
		}

		@GetMapping("/composed")
		@CanOnReports("print")
		String composed() {
			return "composed";
		}

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String project(@PathVariable @ResourceId("project") String id) {
			return id;
		}

		@GetMapping("/looked-up/{id}")
		@RequiresPermission(value = "project:view", resourceType = "project", resource = "@lookup.projectOf(#id)")
		String lookedUp(@PathVariable String id) {
			return id;
		}

		@GetMapping("/referred/{id}")
		@RequiresPermission(value = "project:view", resource = "@lookup.referenceTo(#id)")
		String referred(@PathVariable String id) {
			return id;
		}

		@GetMapping("/below/{id}")
		String below(@PathVariable String id) {
			return this.service.read(id);
		}

		@GetMapping("/argument/{id}")
		String published(@PathVariable String id) {
			return this.service.publish(new Draft(id));
		}

		@GetMapping("/interface/{id}")
		String archived(@PathVariable String id) {
			return this.archive.read(id);
		}

		@GetMapping("/filtered")
		List<Document> filtered() {
			return this.service.all();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CreatedTooEarly {

		@Bean
		static EarlyService earlyService() {
			return new EarlyService();
		}

		@Bean
		static BeanFactoryPostProcessor needsIt(EarlyService service) {
			return (beanFactory) -> assertThat(service).isNotNull();
		}

	}

	static class EarlyService {

		@RequiresPermission("project:view")
		String read() {
			return "read";
		}

	}

}
