variable "prefix" {
  description = "What the names begin with, of 3 to 34 characters: the plan module makes it."
  type        = string
  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,32}[a-z0-9]$", var.prefix))
    error_message = "The prefix has to be 3 to 34 lower-case letters, digits and hyphens."
  }
}

variable "project" {
  description = "The project of MongoDB Atlas."
  type        = string
  validation {
    condition     = can(regex("^[0-9a-f]{24}$", var.project))
    error_message = "A project is named by 24 hexadecimal digits."
  }
}

variable "database" {
  description = "The service's database."
  type        = string
  default     = "lens"
  validation {
    condition     = can(regex("^[a-z]{1,32}$", var.database))
    error_message = "The database has to be 1 to 32 lower-case letters."
  }
}

variable "tier" {
  description = "The size of the nodes: M10 and above."
  type        = string
  validation {
    condition     = can(regex("^M[1-9][0-9]+$", var.tier))
    error_message = "The tier has to be M10 or above."
  }
}

variable "regions" {
  description = "By role (active, passive): Atlas's name of the region and how many nodes it has."
  type = map(object({
    atlas         = string
    mongodb_nodes = number
  }))
  validation {
    condition     = sum([for region in values(var.regions) : region.mongodb_nodes]) % 2 == 1
    error_message = "The nodes of both regions have to be an odd number, to elect."
  }
}

variable "backup_days" {
  description = "Daily snapshots are kept so long."
  type        = number
  validation {
    condition     = var.backup_days >= 1 && var.backup_days <= 365
    error_message = "From 1 to 365 days."
  }
}
