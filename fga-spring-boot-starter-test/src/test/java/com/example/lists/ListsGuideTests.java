package com.example.lists;

import java.nio.file.Path;

import com.example.guide.Guide;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the guide to lists shows is what is compiled and run here.
 */
class ListsGuideTests {

	private final Guide guide = Guide.read("lists.md");

	@Test
	void javaBlocksAreTheSourcesWithoutPackageAndImports() {
		assertThat(this.guide.blocks("java")).containsExactly(Guide.typeIn(Path.of("lists", "VisibleProjects.java")),
				Guide.typeIn(Path.of("lists", "ProjectAccessController.java")));
	}

	@Test
	void linksLeadSomewhere() {
		assertThat(this.guide.links()).isNotEmpty().allMatch(this.guide::leadsSomewhere);
	}

}
