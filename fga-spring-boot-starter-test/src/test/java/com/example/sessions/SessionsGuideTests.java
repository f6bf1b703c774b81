package com.example.sessions;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import com.example.guide.Guide;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaProperties;
import io.github.fgaspring.autoconfigure.FgaWebSecurityAutoConfiguration;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to sessions shows is what an application starts with.
 */
class SessionsGuideTests {

	private static final Pattern PROPERTY = Pattern.compile("`(fga\\.[a-z.-]+)(=[a-z0-9]+)?`");

	private final Guide guide = Guide.read("sessions.md");

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() {
		assertThat(this.guide.blocks("java")).containsExactly(
				Guide.typeIn(Path.of("sessions", "OrganizationChoicesConfiguration.java")),
				Guide.typeIn(Path.of("sessions", "SessionController.java")));
	}

	@Test
	void jsonBlocksAreTriedOut() {
		assertThat(this.guide.blocks("json")).as("What %s takes", SessionsExampleTests.class).hasSize(2);
	}

	@Test
	void yamlBlocksAreBound() {
		List<String> blocks = this.guide.blocks("yaml");
		assertThat(blocks).hasSize(2);
		FgaProperties.Session.SealedCookie reading = start(blocks.get(0));
		assertThat(reading.password()).isEqualTo("a-secret-password-of-32-characters");
		assertThat(reading.refresh()).isFalse();
		FgaProperties.Session.SealedCookie refreshing = start(blocks.get(1));
		assertThat(refreshing.refresh()).isTrue();
		assertThat(refreshing.domain()).isEqualTo("example.com");
	}

	@Test
	void propertiesThatAreNamedExist() {
		String properties = Guide.read("properties.md").text();
		assertThat(PROPERTY.matcher(this.guide.text()).results().map((property) -> property.group(1))).isNotEmpty()
			.allSatisfy((property) -> assertThat(properties).contains("| `" + property + "` |"));
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).isNotEmpty().allMatch(this.guide::leadsSomewhere);
	}

	private static FgaProperties.Session.SealedCookie start(String block) {
		FgaProperties[] bound = new FgaProperties[1];
		new WebApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(SecurityAutoConfiguration.class, ServletWebSecurityAutoConfiguration.class,
							FgaAutoConfiguration.class, FgaWebSecurityAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide",
					"WORKOS_COOKIE_PASSWORD=a-secret-password-of-32-characters")
			.withPropertyValues(Guide.properties(block))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				bound[0] = context.getBean(FgaProperties.class);
			});
		return bound[0].session().sealedCookie();
	}

}
