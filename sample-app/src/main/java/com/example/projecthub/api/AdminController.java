package com.example.projecthub.api;

import com.example.projecthub.OrganizationIds;
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

	@GetMapping("/settings")
	Settings settings(@AuthenticationPrincipal FgaSession session) {
		return new Settings(OrganizationIds.of(session), "standard");
	}

	/**
	 * The exception to the rule.
	 */
	@GetMapping("/contact")
	@NoPermissionRequired
	Contact contact() {
		return new Contact("admin@example.com");
	}

	record Contact(String email) {

	}

	record Settings(String organization, String plan) {

	}

}
