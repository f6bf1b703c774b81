package com.example.policies;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import com.example.guide.Guide;
import io.github.fgaspring.autoconfigure.FgaAutoConfiguration;
import io.github.fgaspring.policy.ImpersonationPolicy;
import io.github.fgaspring.policy.OrganizationPolicy;
import io.github.fgaspring.policy.OrganizationPolicyProvider;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to policies shows is what is compiled, bound and run here.
 */
class PoliciesGuideTests {

	private static final Pattern PROPERTY = Pattern.compile("`(fga\\.[a-z.-]+)(=[a-z0-9]+)?`");

	private static final Pattern DEMAND = Pattern.compile("^\\| `([a-z-]+)` \\|", Pattern.MULTILINE);

	private final Guide guide = Guide.read("policies.md");

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() {
		assertThat(this.guide.blocks("java")).containsExactly(Guide.typeIn(Path.of("policies", "PlanPolicies.java")),
				Guide.typeIn(Path.of("policies", "ApiKeyController.java")));
	}

	@Test
	void yamlBlockIsBound() {
		List<String> blocks = this.guide.blocks("yaml");
		assertThat(blocks).hasSize(1);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FgaAutoConfiguration.class))
			.withPropertyValues("fga.api-key=sk_test_guide", "fga.client-id=client_guide")
			.withPropertyValues(Guide.properties(blocks.get(0)))
			.run((context) -> {
				OrganizationPolicyProvider policies = context.getBean(OrganizationPolicyProvider.class);
				assertThat(policies.policyOf("org_other"))
					.isEqualTo(OrganizationPolicy.builder().maxSessionAge(Duration.ofHours(12)).build());
				assertThat(policies.policyOf("org_01HXYZ")).isEqualTo(OrganizationPolicy.builder()
					.maxSessionAge(Duration.ofHours(8))
					.recentAuthentication(Duration.ofMinutes(2))
					.authenticationMethods("mfa")
					.allowedNetworks("192.0.2.0/24", "2001:db8::/32")
					.impersonation(ImpersonationPolicy.READ_ONLY)
					.build());
			});
	}

	@Test
	void propertiesAndDemandsThatAreNamedExist() {
		String properties = Guide.read("properties.md").text();
		assertThat(PROPERTY.matcher(this.guide.text()).results().map((property) -> property.group(1)))
			.filteredOn((property) -> !PoliciesExampleTests.METER.equals(property))
			.isNotEmpty()
			.allSatisfy((property) -> assertThat(properties).contains("| `" + property + "` |"));
		assertThat(DEMAND.matcher(this.guide.text()).results().map((demand) -> demand.group(1))).hasSize(7)
			.allSatisfy((demand) -> assertThat(properties).contains("| `fga.policies.defaults." + demand + "` |"));
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).isNotEmpty().allMatch(this.guide::leadsSomewhere);
	}

}
