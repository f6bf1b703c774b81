package io.github.fgaspring.endtoend;

import java.text.ParseException;
import java.util.Arrays;
import java.util.List;

import com.nimbusds.jwt.JWTParser;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.ResourceId;
import io.github.fgaspring.emulator.traffic.Fault;
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
class LoggedSecretsTests extends AbstractEmulatorTests {

	private static final String RESOURCE_ID = "resource-4711";

	@Test
	void requestsWhenRefusedThenLogHoldsNoSecret(CapturedOutput output) throws ParseException {
		String token = token("other:permission");
		String denied = this.emulator.sessionToken(BOB, ACME);
		String foreign = tokenBuilder().foreignKey().build();
		String malformed = token.substring(0, token.length() - 10) + "{}";
		this.emulator.inject(Fault.on(KEYS).body(token));
		assertThat(getWith(token)).hasStatus(503);
		this.emulator.clearFaults();
		assertThat(getWith(token)).hasStatusOk();
		assertThat(getWith(denied)).hasStatus(403);
		assertThat(getWith(foreign)).hasStatus(401);
		assertThat(getWith(malformed)).hasStatus(401);
		for (int status : List.of(400, 401, 404, 422, 429, 500)) {
			this.emulator.inject(
					Fault.on(CHECKS).status(status).body("{\"message\":\"" + RESOURCE_ID + ALICES_MEMBERSHIP + "\"}"));
			assertThat(getWith(token)).hasStatus(List.of(400, 404, 422).contains(status) ? 403 : 503);
		}
		this.emulator.inject(Fault.on(CHECKS).body(RESOURCE_ID + ALICES_MEMBERSHIP + token));
		assertThat(getWith(token)).hasStatus(503);
		this.emulator.inject(granting().truncateBody());
		assertThat(getWith(token)).hasStatus(503);
		assertThat(output).contains("The session keys cannot be fetched")
			.contains("fga.api-key")
			.contains("WorkOS rejected the question");
		for (String secret : Arrays.asList(token, denied, foreign, malformed, token.split("\\.")[1],
				token.split("\\.")[2], this.emulator.apiKey(), ALICES_MEMBERSHIP, ACME, ALICE, sessionId(token),
				RESOURCE_ID)) {
			assertThat(output.getAll()).doesNotContain(secret);
		}
	}

	private static String sessionId(String token) throws ParseException {
		return JWTParser.parse(token).getJWTClaimsSet().getStringClaim("sid");
	}

	private MvcTestResult getWith(String token) {
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
