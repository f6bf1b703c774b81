package com.example.projecthub.standalone;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.example.projecthub.Project;
import com.example.projecthub.provisioning.ProjectResources;
import com.workos.WorkOS;
import com.workos.models.AuthorizationResource;

import org.springframework.context.annotation.Profile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Mends at night what a failure has left behind.
 */
@Component
@Profile("standalone")
class ProjectReconciliation {

	private static final Duration LONGEST_TRANSACTION = Duration.ofHours(1);

	private final JdbcClient jdbc;

	private final WorkOS workos;

	private final ProjectResources resources;

	ProjectReconciliation(JdbcClient jdbc, WorkOS workos, ProjectResources resources) {
		this.jdbc = jdbc;
		this.workos = workos;
		this.resources = resources;
	}

	@Scheduled(cron = "${project-hub.reconciliation:0 0 3 * * *}")
	void run() {
		Instant settled = Instant.now().minus(LONGEST_TRANSACTION);
		this.jdbc.sql("select id from organization")
			.query(String.class)
			.list()
			.forEach((organizationId) -> reconcile(organizationId, settled));
	}

	/**
	 * Makes the projects that WorkOS knows those of the table.
	 * @param settled what was changed later may belong to a transaction that has not
	 * ended
	 */
	void reconcile(String organizationId, Instant settled) {
		String workOsId = this.workos.getOrganizations().getByExternalId(organizationId).getId();
		// First these, then the rows: what is created or deleted in between does no harm.
		List<AuthorizationResource> known = new ArrayList<>();
		this.resources.all(workOsId).forEach(known::add);
		Map<String, Project> missing = projects(organizationId);
		for (AuthorizationResource resource : known) {
			Project project = missing.remove(resource.getExternalId());
			if (project == null && resource.getUpdatedAt().toInstant().isBefore(settled)) {
				this.resources.delete(resource.getExternalId(), workOsId);
			}
		}
		missing.values().forEach((project) -> this.resources.create(project, workOsId));
	}

	private Map<String, Project> projects(String organizationId) {
		return this.jdbc.sql("select * from project where organization_id = ?")
			.param(organizationId)
			.query(Project.class)
			.stream()
			.collect(Collectors.toMap(Project::id, Function.identity()));
	}

}
