package com.example.cookbook;

import java.time.Instant;

import com.example.cookbook.CookbookApplication.InMemoryComments;
import com.example.cookbook.CookbookApplication.InMemoryDocuments;
import io.github.fgaspring.test.FgaCoverage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The recipes for requests answer as the cookbook says, and take as many calls.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, classes = RequestRecipesTests.Application.class)
class RequestRecipesTests extends AbstractCookbookTests {

	@Autowired
	private InMemoryDocuments documents;

	@Autowired
	private InMemoryComments comments;

	@BeforeEach
	void reset() {
		this.documents.lookUps.set(0);
		this.documents.changes.clear();
		this.comments.comments.clear();
		this.comments.comments.put("mine", new Comment("mine", "shop", "user_bob"));
		this.comments.comments.put("moderated", new Comment("moderated", "web", "user_alice"));
		this.comments.comments.put("foreign", new Comment("foreign", "shop", "user_alice"));
	}

	@Test
	void pathThenOneCallOrNone() {
		assertThat(get("/projects/web")).hasStatusOk();
		assertThat(calls()).isOne();
		assertThat(get("/projects/shop")).hasStatus(403);
		assertThat(calls()).isEqualTo(2);
		assertThat(get("/projects/shop", "project:view")).hasStatusOk();
		assertThat(get("/projects/foreign", "project:view")).hasStatus(404);
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void queryOrHeaderThenAsInThePath() {
		assertThat(get("/documents?projectId=web")).hasStatusOk();
		assertThat(get("/documents?projectId=shop")).hasStatus(403);
		assertThat(get("/documents/count").header("X-Project", "web")).hasStatusOk().hasBodyTextEqualTo("1");
		assertThat(get("/documents/count").header("X-Project", "shop")).hasStatus(403);
		assertThat(calls()).isEqualTo(4);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/documents", "/documents/count" })
	void queryOrHeaderWhenMissingThenForbiddenWithoutACall(String uri) {
		assertThat(get(uri)).hasStatus(403);
		assertThat(get(uri, "project:view")).hasStatus(400);
		assertThat(calls()).isZero();
	}

	@Test
	void bodyThenReadBeforeTheDecision() {
		assertThat(post("/documents", "{\"projectId\": \"web\", \"title\": \"Plan\"}")).hasStatusOk();
		assertThat(post("/documents", "{\"projectId\": \"shop\", \"title\": \"Plan\"}")).hasStatus(403);
		assertThat(calls()).isEqualTo(2);
		assertThat(post("/documents", "{broken")).hasStatus(400);
		assertThat(post("/documents", "{\"title\": \"Plan\"}")).hasStatus(403);
		assertThat(calls()).isEqualTo(2);
		assertThat(this.mvc.post().uri("/documents").content("{broken")).hasStatus(401);
	}

	@Test
	void parentThenLookedUpOnceAndAskedAbout() {
		assertThat(get("/documents/roadmap")).hasStatusOk();
		assertThat(calls()).isOne();
		assertThat(this.documents.lookUps).hasValue(1);
		assertThat(get("/documents/nothing")).hasStatus(403);
		assertThat(calls()).isOne();
		assertThat(get("/documents/nothing", "project:view")).hasStatus(404);
		assertThat(calls()).isOne();
		assertThat(this.documents.lookUps).hasValue(3);
	}

	@Test
	void creationThenNeedsThePermissionOnTheWorkspace() {
		assertThat(post("/workspaces/engineering/projects", "{\"name\": \"Blog\"}")).hasStatus(403);
		this.emulator.assignRole("om_bob", "project-creator", "workspace", "engineering");
		assertThat(post("/workspaces/engineering/projects", "{\"name\": \"Blog\"}")).hasStatusOk();
		assertThat(get("/projects/new")).hasStatus(403);
	}

	@Test
	void moveThenNeedsBothProjects() {
		assertThat(post("/documents/roadmap/move?target=shop", "")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.permissions[0]")
			.isEqualTo("project:edit");
		assertThat(calls()).isEqualTo(2);
		assertThat(this.documents.changes).isEmpty();
		this.emulator.assignRole("om_bob", "project-editor", "project", "shop");
		assertThat(post("/documents/roadmap/move?target=shop", "")).hasStatusOk();
		assertThat(this.documents.changes).containsExactly("roadmap to shop");
		this.emulator.removeRole("om_bob", "project-editor", "project", "web");
		this.emulator.clearRequests();
		assertThat(post("/documents/roadmap/move?target=shop", "")).hasStatus(403);
		assertThat(calls()).isOne();
		assertThat(this.documents.changes).hasSize(1);
	}

	@Test
	void anyOrAllThenOneCall() {
		assertThat(request(HttpMethod.PUT, "/projects/web/owner")).hasStatusOk();
		assertThat(calls()).isOne();
		assertThat(post("/projects/web/publication", "")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.permissions")
			.asArray()
			.containsExactly("project:publish");
		assertThat(calls()).isEqualTo(2);
		assertThat(request(HttpMethod.PUT, "/projects/shop/owner")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.permissions")
			.asArray()
			.containsExactly("project:own", "project:administer");
		assertThat(calls()).isEqualTo(3);
	}

	@Test
	void ownAnnotationThenLikeTheRuleItStandsFor() {
		assertThat(request(HttpMethod.PUT, "/projects/web/name").content("Blog")).hasStatusOk();
		assertThat(request(HttpMethod.PUT, "/projects/shop/name").content("Blog")).hasStatus(403);
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void classRuleThenMethodMayReplaceIt() {
		assertThat(get("/admin/settings", "org:manage")).hasStatusOk();
		assertThat(get("/admin/settings", "org:bill")).hasStatus(403);
		assertThat(get("/admin/invoices", "org:bill")).hasStatusOk();
		assertThat(get("/admin/invoices", "org:manage")).hasStatus(403);
		assertThat(get("/admin/help")).hasStatusOk();
		assertThat(this.mvc.get().uri("/admin/help")).hasStatus(401);
		assertThat(calls()).isZero();
	}

	@Test
	void serviceRuleThenBodyIsReadBeforehand() {
		assertThat(post("/projects/web/archive", "{\"text\": \"old\"}")).hasStatusOk();
		assertThat(post("/projects/shop/archive", "{\"text\": \"old\"}")).hasStatus(403)
			.bodyJson()
			.extractingPath("$.permissions[0]")
			.isEqualTo("project:archive");
		assertThat(post("/projects/shop/archive", "{broken")).hasStatus(400);
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void coverageThenListsHandlersWithoutARuleOfTheirOwn(@Autowired ApplicationContext context) {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> FgaCoverage.assertEveryHandlerDeclaresPermission(context))
			.withMessageContaining("ArchiveController")
			.withMessageNotContaining("ProjectController")
			.withMessageNotContaining("CommentController");
	}

	@Test
	void dangerousThenAskedEachTimeAndOnlyWhoSignedInNotLongAgo() {
		assertThat(request(HttpMethod.DELETE, "/organization", "org:delete")).hasStatus(403);
		assertThat(calls()).isOne();
		assertThat(this.mvc.delete().uri("/organization").header("Authorization", "Bearer " + alice(60))).hasStatusOk();
		assertThat(calls()).isEqualTo(2);
		assertThat(this.mvc.delete().uri("/organization").header("Authorization", "Bearer " + alice(600)))
			.hasStatus(401)
			.bodyJson()
			.extractingPath("$.code")
			.isEqualTo("insufficient_user_authentication");
		assertThat(calls()).isEqualTo(2);
	}

	@Test
	void ownCommentThenNoPermissionIsNeeded() {
		assertThat(request(HttpMethod.DELETE, "/comments/mine")).hasStatusOk();
		assertThat(calls()).isZero();
		assertThat(request(HttpMethod.DELETE, "/comments/moderated")).hasStatusOk();
		assertThat(calls()).isOne();
		assertThat(request(HttpMethod.DELETE, "/comments/foreign")).hasStatus(403)
			.hasBodyTextEqualTo("{\"type\":\"about:blank\",\"title\":\"Forbidden\",\"status\":403,"
					+ "\"detail\":\"A permission is missing.\",\"code\":\"permission_denied\"}");
		assertThat(request(HttpMethod.DELETE, "/comments/nothing")).hasStatus(403);
		assertThat(calls()).isEqualTo(2);
		assertThat(this.comments.comments).containsOnlyKeys("foreign");
	}

	@Test
	void listThenOneCallAndFilterOneForEach() {
		assertThat(get("/workspaces/engineering/projects")).hasStatusOk()
			.bodyJson()
			.isLenientlyEqualTo("[{\"id\":\"web\"}]");
		assertThat(calls()).isOne();
		assertThat(get("/projects?text=")).hasStatusOk().bodyJson().isLenientlyEqualTo("[{\"id\":\"web\"}]");
		assertThat(calls()).isEqualTo(3);
		assertThat(get("/workspaces/engineering/projects", "project:view")).bodyJson()
			.isLenientlyEqualTo("[{\"id\":\"web\"},{\"id\":\"shop\"}]");
		assertThat(get("/projects?text=", "project:view")).bodyJson()
			.isLenientlyEqualTo("[{\"id\":\"web\"},{\"id\":\"shop\"}]");
		assertThat(calls()).isEqualTo(3);
		assertThat(get("/workspaces/finance/projects")).bodyJson().isStrictlyEqualTo("[]");
	}

	@Test
	void buttonsThenTwoCallsForAllOfThem() {
		assertThat(get("/pages/web")).hasStatusOk()
			.bodyText()
			.contains("<button>Edit</button>", "<button>Archive</button>")
			.doesNotContain("Publish");
		assertThat(calls()).isEqualTo(2);
		assertThat(get("/pages/shop")).hasStatus(403);
	}

	/**
	 * A token of Alice, who has signed in so many seconds ago.
	 */
	private String alice(int secondsAgo) {
		return this.emulator.sessionTokenBuilder("user_alice", "org_acme")
			.claim("auth_time", Instant.now().minusSeconds(secondsAgo).getEpochSecond())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ CookbookApplication.class, AdminController.class, Archive.class, ArchiveController.class,
			CommentController.class, OrganizationController.class, PageController.class })
	static class Application {

	}

}
