package com.example.policies;

import java.time.Instant;
import java.util.List;

import com.example.guide.Guide;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The examples of the guide to policies, at work in an application.
 */
@SpringBootTest
@AutoConfigureMockMvc
@EnableFgaEmulator(seed = "classpath:projects.yaml")
class PoliciesExampleTests {

	/**
	 * The meter that the guide names.
	 */
	static final String METER = "fga.policy.refusals";

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private FgaEmulator emulator;

	@Autowired
	private MeterRegistry meters;

	@Test
	void createWhenAuthenticatedRecentlyWithSecondFactorThenCreated() {
		assertThat(create(60, List.of("pwd", "mfa"))).hasStatusOk().hasBodyTextEqualTo("key_secret");
	}

	@Test
	void createWhenAuthenticatedEarlierThenChallengeIsTheOneOfTheGuide() {
		MvcTestResult result = create(301, List.of("pwd", "mfa"));
		String shown = Guide.read("policies.md").blocks("http").get(0);
		assertThat(shown).startsWith("HTTP/1.1 401 Unauthorized\n");
		assertThat(result).hasStatus(401);
		assertThat("WWW-Authenticate: " + result.getResponse().getHeader("WWW-Authenticate"))
			.isEqualTo(shown.split("\\n")[1] + ", acr_values=\"mfa\"");
	}

	@Test
	void createWhenWithoutSecondFactorThenChallengedAndCounted() {
		double before = refusals();
		MvcTestResult result = create(60, List.of("pwd"));
		assertThat(result).hasStatus(401);
		assertThat(result.getResponse().getHeader("WWW-Authenticate"))
			.endsWith(", max_age=\"28800\", acr_values=\"mfa\"");
		assertThat(refusals() - before).isOne();
	}

	private double refusals() {
		return this.meters.get(METER).tag("reason", "authentication_method_missing").functionCounter().count();
	}

	private MvcTestResult create(long secondsAgo, List<String> methods) {
		return this.mvc.post()
			.uri("/api-keys")
			.header("Authorization",
					"Bearer " + this.emulator.sessionTokenBuilder("user_alice", "org_acme")
						.claim("permissions", List.of("api-key:create"))
						.claim("auth_time", Instant.now().getEpochSecond() - secondsAgo)
						.claim("amr", methods)
						.build())
			.exchange();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import({ ApiKeyController.class, PlanPolicies.class })
	static class Application {

		@Bean
		Plans plans() {
			return "org_acme"::equals;
		}

	}

}
