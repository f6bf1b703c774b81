package io.github.fgaspring.benchmarks.emulator;

import java.util.List;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

class BigTreeTests {

	private static final JsonNode SEED = JsonMapper.shared().readTree(new BigTree().toJson().yaml());

	@Test
	void seedWhenReadThenHasStatedSizes() {
		assertThat(SEED.required("organizations")).hasSize(5);
		assertThat(SEED.required("memberships")).hasSize(500);
		assertThat(SEED.required("resources")).hasSize(25_000);
		assertThat(SEED.required("assignments")).hasSize(10_000);
		assertThat(SEED.required("assignments").valueStream().distinct()).hasSize(10_000);
	}

	@Test
	void toYamlWhenComparedWithJsonThenHasSameEntries() {
		List<String> entries = SEED.propertyStream()
			.flatMap((section) -> section.getValue().valueStream())
			.map(JsonNode::toString)
			.toList();
		assertThat(new BigTree().toYaml()
			.yaml()
			.lines()
			.filter((line) -> line.startsWith("  - "))
			.map((line) -> JsonMapper.shared().readTree(line.substring(4)).toString())
			.toList()).isEqualTo(entries);
	}

	@Test
	void resourcesWhenCountedByOrganizationThenAreEvenlySpread() {
		for (JsonNode organization : SEED.required("organizations")) {
			assertThat(SEED.required("resources")
				.valueStream()
				.filter((resource) -> resource.required("organization").equals(organization.required("id")))
				.distinct()).hasSize(5000);
		}
	}

	@Test
	void lastDocumentWhenParentsFollowedThenIsFiveLevelsBelowOrganization() {
		int levels = 1;
		JsonNode parent = parentOf(BigTree.lastDocument());
		while (!parent.isMissingNode()) {
			levels++;
			parent = parentOf(parent.required("external-id").asString());
		}
		assertThat(levels).isEqualTo(5);
	}

	private JsonNode parentOf(String externalId) {
		return SEED.required("resources")
			.valueStream()
			.filter((resource) -> resource.required("external-id").asString().equals(externalId))
			.findFirst()
			.orElseThrow()
			.path("parent");
	}

}
