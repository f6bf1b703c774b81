package com.example.live;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import com.example.guide.Guide;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.autoconfigure.FgaProperties;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to changes shows is what is compiled, bound and run here.
 */
class LiveChangesGuideTests {

	private static final Pattern PROPERTY = Pattern.compile("`(fga\\.[a-z.-]+)(=[a-z0-9]+)?`");

	private final Guide guide = Guide.read("live-changes.md");

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() {
		assertThat(this.guide.blocks("java")).containsExactly(Guide.typeIn(Path.of("live", "FormerUsers.java")));
	}

	@Test
	void yamlBlocksAreBound() {
		List<String> blocks = this.guide.blocks("yaml");
		assertThat(blocks).hasSize(4);
		FgaProperties.Webhooks webhooks = bind(blocks.get(0)).webhooks();
		assertThat(webhooks.secret()).isEqualTo("whsec_guide");
		assertThat(webhooks.previousSecrets()).isEmpty();
		FgaProperties.Webhooks rotating = bind(blocks.get(1)).webhooks();
		assertThat(rotating.secret()).isEqualTo("whsec_new");
		assertThat(rotating.previousSecrets()).containsExactly("whsec_guide");
		FgaProperties.Events events = bind(blocks.get(2)).events();
		assertThat(events.poll()).isTrue();
		assertThat(events.pollInterval()).isEqualTo(Duration.ofSeconds(5));
		assertThat(events.cursorFile()).hasToString("/var/lib/shop/fga-events");
		assertThat(bind(blocks.get(3)).web().staleSessionHeader()).isEqualTo("X-Session-Stale");
	}

	@Test
	void propertiesThatAreNamedExist() {
		String properties = Guide.read("properties.md").text();
		assertThat(PROPERTY.matcher(this.guide.text()).results().map((property) -> property.group(1)))
			.hasSizeGreaterThan(3)
			.allSatisfy((property) -> assertThat(properties).contains("| `" + property + "` |"));
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).isNotEmpty().allMatch(this.guide::leadsSomewhere);
	}

	private static FgaProperties bind(String block) {
		FgaProperties[] bound = new FgaProperties[1];
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide",
					"WORKOS_WEBHOOK_SECRET=whsec_guide", "WORKOS_NEW_WEBHOOK_SECRET=whsec_new")
			.withPropertyValues(Guide.properties(block))
			.run((context) -> bound[0] = context.getBean(FgaProperties.class));
		return bound[0];
	}

}
