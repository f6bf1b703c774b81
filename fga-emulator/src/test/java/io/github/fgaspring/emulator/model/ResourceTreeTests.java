package io.github.fgaspring.emulator.model;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

import static org.assertj.core.api.Assertions.assertThat;

@TestMethodOrder(MethodOrderer.Random.class)
class ResourceTreeTests {

	private final ResourceTree tree = new ResourceTree();

	private final Resource root = resource("acme", null);

	private final Resource left = resource("left", this.root);

	private final Resource right = resource("right", this.root);

	private final Resource leaf = resource("leaf", this.left);

	private final Resource twig = resource("twig", this.leaf);

	@BeforeEach
	void fillTree() {
		List.of(this.root, this.left, this.right, this.leaf, this.twig).forEach(this.tree::put);
	}

	@Test
	void findWhenThereThenIsFoundByKeyAndId() {
		assertThat(this.tree.find(this.leaf.key())).hasValue(this.leaf);
		assertThat(this.tree.findById("id-leaf")).hasValue(this.leaf);
		assertThat(this.tree.find(new ResourceKey("globex", "folder", "leaf"))).isEmpty();
		assertThat(this.tree.find(new ResourceKey("acme", "file", "leaf"))).isEmpty();
		assertThat(this.tree.findById("leaf")).isEmpty();
	}

	@Test
	void pathToRootWhenDeepThenHasEveryParent() {
		assertThat(this.tree.pathToRoot(this.twig)).containsExactly(this.twig.key(), this.leaf.key(), this.left.key(),
				this.root.key());
		assertThat(this.tree.pathToRoot(this.root)).containsExactly(this.root.key());
	}

	@Test
	void subtreeWhenDeepThenHasParentsBeforeChildren() {
		Resource second = resource("second", this.left);
		this.tree.put(second);
		assertThat(this.tree.subtree(this.root)).containsExactly(this.root, this.left, this.right, this.leaf, second,
				this.twig);
		assertThat(this.tree.subtree(this.left)).containsExactly(this.left, this.leaf, second, this.twig);
		assertThat(this.tree.subtree(this.twig)).containsExactly(this.twig);
	}

	@Test
	void putWhenSameParentThenKeepsItsPlaces() {
		Resource renamed = new Resource(this.left.id(), this.left.key(), "Renamed", null, this.left.parent(),
				Instant.EPOCH, Instant.EPOCH);
		this.tree.put(renamed);
		assertThat(this.tree.find(this.left.key())).hasValue(renamed);
		assertThat(this.tree.findById("id-left")).hasValue(renamed);
		assertThat(this.tree.children(this.root.key())).containsExactly(renamed, this.right);
		assertThat(this.tree.children(renamed.key())).containsExactly(this.leaf);
		assertThat(this.tree.all()).containsExactly(this.root, renamed, this.right, this.leaf, this.twig);
	}

	@Test
	void putWhenOtherParentThenMovesWithEverythingBelow() {
		Resource moved = resource("leaf", this.right);
		this.tree.put(moved);
		assertThat(this.tree.children(this.left.key())).isEmpty();
		assertThat(this.tree.children(this.right.key())).containsExactly(moved);
		assertThat(this.tree.pathToRoot(this.twig)).containsExactly(this.twig.key(), moved.key(), this.right.key(),
				this.root.key());
		assertThat(this.tree.subtree(this.right)).containsExactly(this.right, moved, this.twig);
		assertThat(this.tree.all()).containsExactly(this.root, this.left, this.right, moved, this.twig);
	}

	@Test
	void putWhenMovedBackThenIsThereOnce() {
		this.tree.put(resource("leaf", this.right));
		this.tree.put(this.leaf);
		assertThat(this.tree.children(this.left.key())).containsExactly(this.leaf);
		assertThat(this.tree.children(this.right.key())).isEmpty();
	}

	@Test
	void removeWhenLeafThenIsNowhere() {
		this.tree.remove(this.twig);
		assertThat(this.tree.find(this.twig.key())).isEmpty();
		assertThat(this.tree.findById("id-twig")).isEmpty();
		assertThat(this.tree.children(this.leaf.key())).isEmpty();
		assertThat(this.tree.all()).doesNotContain(this.twig);
	}

	@Test
	void removeWhenSubtreeThenNothingOfItComesBack() {
		this.tree.subtree(this.left).forEach(this.tree::remove);
		assertThat(this.tree.all()).containsExactly(this.root, this.right);
		assertThat(this.tree.children(this.root.key())).containsExactly(this.right);
		this.tree.put(this.left);
		assertThat(this.tree.children(this.left.key())).isEmpty();
		assertThat(this.tree.children(this.root.key())).containsExactly(this.right, this.left);
	}

	@Test
	void copyWhenMovedBeforeThenHasTheSameOrder() {
		Resource moved = resource("left", this.right);
		this.tree.put(moved);
		this.tree.put(this.left);
		ResourceTree copy = this.tree.copy();
		assertThat(copy.children(this.root.key())).isEqualTo(this.tree.children(this.root.key()))
			.containsExactly(this.right, this.left);
		assertThat(copy.all()).isEqualTo(this.tree.all());
	}

	@Test
	void copyWhenOneOfBothChangesThenTheOtherStays() {
		ResourceTree copy = this.tree.copy();
		this.tree.remove(this.twig);
		copy.put(resource("leaf", this.right));
		copy.put(resource("new", this.right));
		assertThat(this.tree.subtree(this.root)).containsExactly(this.root, this.left, this.right, this.leaf);
		assertThat(this.tree.pathToRoot(this.leaf)).contains(this.left.key());
		assertThat(copy.find(this.twig.key())).hasValue(this.twig);
		assertThat(copy.children(this.leaf.key())).containsExactly(this.twig);
	}

	private static Resource resource(String name, @Nullable Resource parent) {
		ResourceKey key = (parent != null) ? new ResourceKey("acme", "folder", name) : ResourceKey.ofOrganization(name);
		return new Resource("id-" + name, key, name, null, (parent != null) ? parent.key() : null, Instant.EPOCH,
				Instant.EPOCH);
	}

}
