package com.example.projecthub.provisioning;

import com.example.projecthub.OrganizationIds;
import com.example.projecthub.Project;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Keeps the table of projects and the resources at WorkOS in step.
 */
@Service
public class ProjectProvisioning {

	private static final Log logger = LogFactory.getLog(ProjectProvisioning.class);

	private final JdbcClient jdbc;

	private final ProjectResources resources;

	ProjectProvisioning(JdbcClient jdbc, ProjectResources resources) {
		this.jdbc = jdbc;
		this.resources = resources;
	}

	/**
	 * Creates the row and the resource of a project, or neither.
	 * @param project the project
	 * @param workOsOrganizationId what WorkOS calls its organization
	 */
	@Transactional(rollbackFor = Exception.class)
	public void create(Project project, String workOsOrganizationId) {
		int rows = this.jdbc.sql("""
				insert into project (id, organization_id, workspace_id, name, archived)
				select ?, organization_id, id, ?, false from workspace where id = ? and organization_id = ?""")
			.params(project.id(), project.name(), project.workspaceId(), project.organizationId())
			.update();
		if (rows == 0) {
			throw OrganizationIds.notFound();
		}
		afterRollback(() -> this.resources.delete(project.id(), workOsOrganizationId));
		this.resources.create(project, workOsOrganizationId);
	}

	/**
	 * Deletes the row and the resource of a project, or neither.
	 * @param projectId the project
	 * @param organizationId its organization
	 * @param workOsOrganizationId what WorkOS calls that
	 */
	@Transactional(rollbackFor = Exception.class)
	public void delete(String projectId, String organizationId, String workOsOrganizationId) {
		this.jdbc.sql("delete from document where project_id = ? and organization_id = ?")
			.params(projectId, organizationId)
			.update();
		int rows = this.jdbc.sql("delete from project where id = ? and organization_id = ?")
			.params(projectId, organizationId)
			.update();
		if (rows == 0) {
			throw OrganizationIds.notFound();
		}
		this.resources.delete(projectId, workOsOrganizationId);
	}

	private static void afterRollback(Runnable compensation) {
		TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

			@Override
			public void afterCompletion(int status) {
				// Not if the outcome is unknown: the row may be there.
				if (status == STATUS_ROLLED_BACK) {
					try {
						compensation.run();
					}
					catch (RuntimeException ex) {
						logger.warn("WorkOS may have the resource of a project that does not exist, until the next"
								+ " reconciliation");
					}
				}
			}

		});
	}

}
