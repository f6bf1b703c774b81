package com.example.cookbook;

import io.github.fgaspring.annotation.RequiresPermission;
import io.github.fgaspring.annotation.RequiresRecentAuthentication;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class OrganizationController {

	@DeleteMapping("/organization")
	@RequiresPermission(value = "org:delete", alwaysCurrent = true)
	@RequiresRecentAuthentication("5m")
	String delete() {
		return "Deleted";
	}

}
