package com.example.standalone;

import io.github.fgaspring.authentication.FgaSession;
import io.github.fgaspring.authentication.FgaSessionResolver;
import io.github.fgaspring.authorization.Fga;
import io.github.fgaspring.emulator.FgaEmulator;
import io.github.fgaspring.test.EnableFgaEmulator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.test.context.support.WithMockUser;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Memberships from the application's own table.
 */
@SpringBootTest(properties = { "spring.datasource.url=jdbc:h2:mem:${random.uuid};DB_CLOSE_DELAY=-1",
		"spring.sql.init.mode=never", "fga.membership.user-ids=external", "fga.membership.organization-ids=external" })
@EnableFgaEmulator
class StoredMembershipsTests {

	@Autowired
	private Fga fga;

	@Autowired
	private FgaEmulator emulator;

	@BeforeEach
	void createTables(@Autowired JdbcClient jdbc) {
		jdbc.sql("""
				drop table if exists membership;
				drop table if exists organization;
				create table organization (id varchar, workos_id varchar);
				create table membership (workos_id varchar, account_id varchar, organization_id varchar);
				insert into organization values ('acme', 'org_acme');
				insert into membership values ('om_carol', 'carol', 'acme')""").update();
	}

	@Test
	@WithMockUser("carol")
	void questionWhenMembershipIsStoredThenNothingIsLookedUp() {
		assertThat(this.fga.can("project:view", "project", "web")).isTrue();
		assertThat(this.fga.can("project:view", "project", "payroll")).isFalse();
		assertThat(this.fga.can("org:view")).isTrue();
		assertThat(this.emulator.requests("/user_management/**")).isEmpty();
		assertThat(this.emulator.requests("/organizations/**")).isEmpty();
	}

	@Test
	@WithMockUser("bob")
	void questionWhenMembershipIsNotStoredThenDenied() {
		assertThat(this.fga.can("org:view")).isFalse();
		assertThat(this.emulator.requests()).isEmpty();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(StoredMemberships.class)
	static class Application {

		@Bean
		FgaSessionResolver fgaSessionResolver() {
			return (authentication) -> FgaSession.of(authentication.getName()).organizationId("acme").build();
		}

	}

}
