package com.example.migrating;

import java.util.Map;

import org.springframework.core.ParameterizedTypeReference;
import org.springframework.stereotype.Component;
import org.springframework.web.client.RestClient;

@Component
class ProjectChecks {

	private final RestClient workos;

	ProjectChecks(RestClient workos) {
		this.workos = workos;
	}

	boolean isAuthorized(String membershipId, String permission, String projectId) {
		Map<String, Boolean> answer = this.workos.post()
			.uri("/authorization/organization_memberships/{id}/check", membershipId)
			.body(Map.of("permission_slug", permission, "resource_type_slug", "project", "resource_external_id",
					projectId))
			.retrieve()
			.body(new ParameterizedTypeReference<>() {
			});
		return answer.get("authorized");
	}

}
