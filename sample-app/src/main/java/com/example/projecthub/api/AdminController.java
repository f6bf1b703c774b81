package com.example.projecthub.api;

import com.example.projecthub.OrganizationIds;
import com.example.projecthub.OrganizationSettings;
import com.example.projecthub.OrganizationSettingsRepository;
import io.github.fgaspring.annotation.NoPermissionRequired;
import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.authentication.FgaSession;

import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * For administrators of an organization: one rule for the whole class, decided by the
 * session token alone.
 */
@RestController
@RequestMapping("/api/admin")
@RequiresPermission("org:manage")
class AdminController {

	private final OrganizationSettingsRepository settings;

	AdminController(OrganizationSettingsRepository settings) {
		this.settings = settings;
	}

	@GetMapping("/settings")
	Settings settings(@AuthenticationPrincipal FgaSession session) {
		OrganizationSettings settings = find(session);
		return new Settings(settings.organizationId(), settings.plan());
	}

	/**
	 * The exception to the rule.
	 */
	@GetMapping("/contact")
	@NoPermissionRequired
	Contact contact(@AuthenticationPrincipal FgaSession session) {
		return new Contact(find(session).contact());
	}

	private OrganizationSettings find(FgaSession session) {
		return this.settings.findById(OrganizationIds.of(session)).orElseThrow(OrganizationIds::notFound);
	}

	record Contact(String email) {

	}

	record Settings(String organization, String plan) {

	}

}
