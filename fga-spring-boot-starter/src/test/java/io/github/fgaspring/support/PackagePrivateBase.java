package io.github.fgaspring.support;

import io.github.fgaspring.annotation.RequiresPermission;

/**
 * A rule on a method that no class of another package can override.
 */
public class PackagePrivateBase {

	@RequiresPermission("a")
	String call() {
		return "entered";
	}

}
