package com.example.migrating;

import java.io.Serializable;
import java.util.Set;

import io.github.fgaspring.emulator.traffic.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.access.PermissionEvaluator;
import org.springframework.security.core.Authentication;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * From {@code @PreAuthorize} to rules that are not enforced yet.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = MonitoredPreAuthorizeTests.Application.class,
		properties = "fga.enforcement=monitor")
class MonitoredPreAuthorizeTests extends AbstractMigrationTests {

	@Autowired
	ProjectSecurity security;

	@BeforeEach
	void share() {
		this.security.shared = Set.of("web");
	}

	@Test
	void meanwhileThenOnlyTheOldCheckDecides() {
		assertThat(get("/projects/web")).isEqualTo(200);
		this.security.shared = Set.of("shop");
		assertThat(get("/projects/web")).isEqualTo(403);
		assertThat(get("/projects/shop")).isEqualTo(200);
		assertThat(compared(true, "false")).isOne();
	}

	@Test
	void meanwhileWhenWorkOsIsOutThenTheOldCheckDecides() {
		this.emulator.inject(Fault.on("/authorization/**").status(500));
		assertThat(get("/projects/web")).isEqualTo(200);
		assertThat(get("/projects/shop")).isEqualTo(403);
		assertThat(compared(true, "unavailable")).isOne();
	}

	@Test
	void meanwhileThenOwnFilterChainStillWantsASession() {
		assertThat(getAsNobody("/projects/web")).isEqualTo(401);
		assertThat(getAsNobody("/before/web")).isEqualTo(401);
	}

	@Test
	void hasPermissionWithAnEvaluatorOfOnesOwnThenThatDecides() {
		assertThat(get("/evaluated/own")).isEqualTo(200);
		assertThat(get("/evaluated/web")).isEqualTo(403);
		assertThat(calls()).isZero();
	}

	@Configuration(proxyBeanMethods = false)
	@Import(PreAuthorizeTests.Application.class)
	static class Application {

		@Bean
		PermissionEvaluator permissionEvaluator() {
			return new PermissionEvaluator() {

				@Override
				public boolean hasPermission(Authentication authentication, Object target, Object permission) {
					return false;
				}

				@Override
				public boolean hasPermission(Authentication authentication, Serializable targetId, String targetType,
						Object permission) {
					return "own".equals(targetId);
				}

			};
		}

	}

}
