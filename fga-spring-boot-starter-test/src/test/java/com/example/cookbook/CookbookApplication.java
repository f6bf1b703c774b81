package com.example.cookbook;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import com.example.cookbook.ServiceAccounts.ServiceAccount;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * What most recipes need around them: the tables of the application, in memory.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ ProjectController.class, DocumentController.class, DocumentMoves.class })
class CookbookApplication {

	@Bean
	InMemoryProjects projects() {
		return new InMemoryProjects();
	}

	@Bean
	InMemoryDocuments documents() {
		return new InMemoryDocuments();
	}

	@Bean
	InMemoryComments comments() {
		return new InMemoryComments();
	}

	@Bean
	InMemoryOutbox outbox() {
		return new InMemoryOutbox();
	}

	@Bean
	ServiceAccounts serviceAccounts() {
		return (name) -> name.equals("robot") ? Optional.of(new ServiceAccount("user_robot", "org_acme"))
				: Optional.empty();
	}

	static class InMemoryProjects implements Projects {

		private static final List<Project> PROJECTS = List.of(new Project("web", "Web"), new Project("shop", "Shop"));

		@Override
		public Optional<Project> findByIdAndOrganizationId(String id, String organizationId) {
			return findByNameContaining("", organizationId).stream()
				.filter((project) -> project.id().equals(id))
				.findFirst();
		}

		@Override
		public List<Project> findByWorkspaceIdAndOrganizationId(String workspaceId, String organizationId) {
			return (workspaceId.equals("engineering") && "org_acme".equals(organizationId)) ? PROJECTS : List.of();
		}

		@Override
		public List<Project> findByWorkspaceIdAndIdIn(String workspaceId, Collection<String> ids) {
			return PROJECTS.stream().filter((project) -> ids.contains(project.id())).toList();
		}

		@Override
		public List<Project> findByNameContaining(String text, String organizationId) {
			return "org_acme".equals(organizationId)
					? PROJECTS.stream().filter((project) -> project.name().contains(text)).toList() : List.of();
		}

		@Override
		public Project insert(String workspaceId, String name, String organizationId) {
			return new Project("new", name);
		}

	}

	static class InMemoryDocuments implements Documents {

		private static final Document ROADMAP = new Document("roadmap", "web", "Roadmap");

		final AtomicInteger lookUps = new AtomicInteger();

		final List<String> changes = new ArrayList<>();

		@Override
		public Optional<Document> findByIdAndOrganizationId(String id, String organizationId) {
			return (id.equals(ROADMAP.id()) && "org_acme".equals(organizationId)) ? Optional.of(ROADMAP)
					: Optional.empty();
		}

		@Override
		public String projectOf(String documentId) {
			this.lookUps.incrementAndGet();
			return documentId.equals(ROADMAP.id()) ? ROADMAP.projectId() : null;
		}

		@Override
		public List<Document> findByProjectIdAndOrganizationId(String projectId, String organizationId) {
			return (projectId.equals(ROADMAP.projectId()) && "org_acme".equals(organizationId)) ? List.of(ROADMAP)
					: List.of();
		}

		@Override
		public Document insert(String projectId, String title, String organizationId) {
			return new Document("new", projectId, title);
		}

		@Override
		public void changeProject(String documentId, String projectId, String organizationId) {
			this.changes.add(documentId + " to " + projectId);
		}

	}

	static class InMemoryComments implements Comments {

		final Map<String, Comment> comments = new LinkedHashMap<>();

		@Override
		public Optional<Comment> findByIdAndOrganizationId(String id, String organizationId) {
			return "org_acme".equals(organizationId) ? Optional.ofNullable(this.comments.get(id)) : Optional.empty();
		}

		@Override
		public void delete(Comment comment) {
			this.comments.remove(comment.id());
		}

	}

	static class InMemoryOutbox implements Outbox {

		final List<String> sent = new ArrayList<>();

		String project = "web";

		@Override
		public List<String> subscribedProjects() {
			return List.of("web", "shop");
		}

		@Override
		public List<Subscription> subscriptions() {
			return List.of(new Subscription("user_bob", "org_acme", this.project));
		}

		@Override
		public void cancel(Subscription subscription) {
			this.sent.add("Nothing more to " + subscription.userId());
		}

		@Override
		public void keep(String report) {
			this.sent.add(report);
		}

		@Override
		public void send(String userId, String report) {
			this.sent.add(report + " to " + userId);
		}

	}

}
