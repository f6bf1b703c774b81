package io.github.fgaspring.endtoend;

import java.util.Arrays;
import java.util.List;

import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.support.AbstractWorkOsTests;
import io.github.fgaspring.support.SessionTokens;
import io.github.fgaspring.support.WorkOsStub;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.boot.webmvc.test.autoconfigure.MockMvcPrint;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MvcTestResult;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that must stay secret appears in the log, however much of it is on.
 */
@SpringBootTest(properties = "logging.level.io.github.fgaspring=TRACE")
@AutoConfigureMockMvc(print = MockMvcPrint.NONE)
@ExtendWith(OutputCaptureExtension.class)
class LoggedSecretsTests extends AbstractWorkOsTests {

	private static final String RESOURCE_ID = "resource-4711";

	@Test
	void requestsWhenRefusedThenLogHoldsNoSecret(CapturedOutput output) {
		String token = workOs.tokens().withPermissions("other:permission");
		String foreign = SessionTokens.sign(workOs.tokens().header(), workOs.tokens().claims((claims) -> {
		}), SessionTokens.generate("key_1"));
		String malformed = token.substring(0, token.length() - 10) + "{}";
		workOs.server().stubFor(WireMock.get(WorkOsStub.JWKS_PATH).willReturn(WireMock.ok(token)));
		assertThat(get(token)).hasStatus(503);
		workOs.reset();
		workOs.answerChecks(true);
		assertThat(get(token)).hasStatusOk();
		workOs.answerChecks(false);
		assertThat(get(token)).hasStatus(403);
		assertThat(get(foreign)).hasStatus(401);
		assertThat(get(malformed)).hasStatus(401);
		for (int status : List.of(400, 401, 404, 422, 429, 500)) {
			workOs.answerChecks(WireMock.aResponse()
				.withStatus(status)
				.withBody("{\"message\":\"" + RESOURCE_ID + SessionTokens.MEMBERSHIP_ID + "\"}"));
			assertThat(get(token)).hasStatus(List.of(400, 404, 422).contains(status) ? 403 : 503);
		}
		workOs.answerChecks(WireMock.okJson(RESOURCE_ID + SessionTokens.MEMBERSHIP_ID + token));
		assertThat(get(token)).hasStatus(503);
		workOs.answerChecks(WireMock.aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
		assertThat(get(token)).hasStatus(503);
		assertThat(output).contains("The session keys cannot be fetched")
			.contains("fga.api-key")
			.contains("WorkOS rejected the question");
		for (String secret : Arrays.asList(token, foreign, malformed, token.split("\\.")[1], token.split("\\.")[2],
				WorkOsStub.API_KEY, SessionTokens.MEMBERSHIP_ID, SessionTokens.ORGANIZATION_ID, "user_alice",
				"session_1", RESOURCE_ID)) {
			assertThat(output.getAll()).doesNotContain(secret);
		}
	}

	private MvcTestResult get(String token) {
		return this.mvc.get().uri("/projects/{id}", RESOURCE_ID).header("Authorization", "Bearer " + token).exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ProjectController.class)
	static class Application {

	}

	@RestController
	static class ProjectController {

		@GetMapping("/projects/{id}")
		@RequiresPermission("project:view")
		String show(@PathVariable @ResourceId("project") String id) {
			return "shown";
		}

	}

}
