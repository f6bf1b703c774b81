package com.example.projecthub.browser;

import java.io.IOException;

import com.example.projecthub.ProjectHubApplication;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.By;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The profile {@code postgres}, with a PostgreSQL server that is started for it.
 */
@ActiveProfiles("postgres")
@DirtiesContext
class PostgresBrowserTests extends AbstractBrowserTests {

	private static EmbeddedPostgres server;

	@DynamicPropertySource
	static void start(DynamicPropertyRegistry registry) throws IOException {
		server = EmbeddedPostgres.start();
		registry.add("POSTGRES_URL", PostgresBrowserTests::jdbcUrl);
		registry.add("POSTGRES_USER", () -> "postgres");
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	private static String jdbcUrl() {
		return "jdbc:postgresql://localhost:" + server.getPort() + "/postgres";
	}

	@Test
	void changesStayWhenTheApplicationStartsAgain() {
		assertThat(this.jdbc.sql("select version()").query(String.class).single()).startsWith("PostgreSQL");
		signIn("carol");
		assertThat(main()).contains("Mobile app").contains("Web shop");
		follow(By.linkText("Web shop"));
		click(summary("Rename"));
		find(By.name("name")).clear();
		find(By.name("name")).sendKeys("Shop");
		follow(button("Save"));
		awaitHeading("Shop");
		click(summary("New document"));
		find(By.cssSelector("form[action$='/documents'] [name=name]")).sendKeys("Handbook");
		follow(button("Add"));
		assertThat(main()).contains("Handbook");

		try (ConfigurableApplicationContext second = new SpringApplicationBuilder(ProjectHubApplication.class)
			.profiles("postgres")
			.run("--server.port=0", "--POSTGRES_URL=" + jdbcUrl(), "--POSTGRES_USER=postgres")) {
			assertThat(second.isRunning()).isTrue();
			assertThat(this.jdbc.sql("select name from project where id = 'web'").query(String.class).single())
				.isEqualTo("Shop");
			assertThat(count("workspace")).isEqualTo(3);
			assertThat(count("project")).isEqualTo(5);
			assertThat(count("document")).isEqualTo(7);
			assertThat(count("organization_settings")).isEqualTo(2);
		}
	}

	private Integer count(String table) {
		return this.jdbc.sql("select count(*) from " + table).query(Integer.class).single();
	}

}
