package io.github.fgaspring.endtoend;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.emulator.traffic.Fault;
import io.github.fgaspring.web.FgaHttpConfigurer;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

/**
 * Introducing the starter into a product that has its own filter chain and its own login:
 * the chain decides as before, and bad tokens are as none.
 */
@SpringBootTest(properties = "fga.enforcement=monitor")
@AutoConfigureMockMvc
class MonitorInOwnFilterChainTests extends AbstractEmulatorTests {

	private static final String BAD = "Bearer partner-token";

	@Test
	void requestWhenTokenIsBadAndPathIsOpenThenAnswered() {
		assertThat(this.mvc.get().uri("/open").header("Authorization", BAD)).hasStatusOk()
			.hasBodyTextEqualTo("anonymousUser");
		assertThat(get("/open")).hasStatusOk().hasBodyTextEqualTo(ALICE);
	}

	@Test
	void requestWhenTokenIsBadAndChainDemandsLoginThenChainRefuses() {
		assertThat(this.mvc.get().uri("/signed-in").header("Authorization", BAD)).hasStatus(401)
			.hasHeader("WWW-Authenticate", "Bearer");
		assertThat(this.mvc.get().uri("/signed-in")).hasStatus(401);
		assertThat(get("/signed-in")).hasStatusOk();
	}

	@Test
	void requestWhenTokenIsBadAndCallerIsLoggedInOtherwiseThenStaysLoggedIn() {
		assertThat(this.mvc.get().uri("/signed-in").with(user("eve")).header("Authorization", BAD)).hasStatusOk()
			.hasBodyTextEqualTo("eve");
	}

	@Test
	void postWhenTokenIsGoodThenNeedsNoCsrfToken() {
		assertThat(this.mvc.post().uri("/open").header("Authorization", "Bearer " + token())).hasStatusOk()
			.hasBodyTextEqualTo(ALICE);
	}

	@Test
	void postWhenTokenIsBadThenStillNeedsCsrfToken() {
		assertThat(this.mvc.post().uri("/open").with(user("eve")).header("Authorization", BAD)).hasStatus(403);
		assertThat(this.mvc.post().uri("/open").with(user("eve")).header("Authorization", "Bearer two tokens"))
			.hasStatus(403);
		assertThat(this.mvc.post().uri("/open").with(user("eve")).with(csrf()).header("Authorization", BAD))
			.hasStatusOk()
			.hasBodyTextEqualTo("eve");
	}

	@Test
	void ruleWhenDeniesThenAnswered() {
		assertThat(get("/organization")).hasStatusOk();
		assertThat(this.mvc.get().uri("/organization").with(user("eve"))).hasStatusOk();
	}

	@Test
	void chainWhenAsksByItselfThenDecides() {
		assertThat(get("/asked")).hasStatusOk();
		assertThat(getAs(BOB, "/asked")).hasStatus(403);
		this.emulator.inject(Fault.on(CHECKS).status(500));
		assertThat(get("/asked")).hasStatus(503);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Endpoints.class)
	static class Application {

		@Bean
		SecurityFilterChain filterChain(HttpSecurity http, Fga fga) {
			http.authorizeHttpRequests((requests) -> {
				requests.requestMatchers("/signed-in").authenticated();
				requests.requestMatchers("/asked")
					.access((authentication,
							context) -> new AuthorizationDecision(fga.can("report:view", "workspace", "w-1")));
				requests.anyRequest().permitAll();
			});
			http.with(FgaHttpConfigurer.fga(), Customizer.withDefaults());
			return http.build();
		}

	}

	@RestController
	static class Endpoints {

		@GetMapping({ "/open", "/signed-in", "/asked" })
		String show(Authentication authentication) {
			return (authentication != null) ? authentication.getName() : "anonymousUser";
		}

		@PostMapping("/open")
		String change(Authentication authentication) {
			return show(authentication);
		}

		@GetMapping("/organization")
		@RequiresPermission("org:view")
		String organization() {
			return "organization";
		}

	}

}
