variables {
  environment = "production"
  domain      = "big-o-lens.example"
  regions = {
    active  = "eu-central-1"
    passive = "eu-west-1"
  }
}

run "names_say_environment_and_region" {
  command = plan

  assert {
    condition     = output.regions.active.prefix == "big-o-lens-production-euc1"
    error_message = "The active region's prefix is ${output.regions.active.prefix}."
  }
  assert {
    condition     = output.regions.passive.prefix != output.regions.active.prefix
    error_message = "Both regions have the same names."
  }
  assert {
    condition     = output.host == "api.big-o-lens.example"
    error_message = "Production's host is ${output.host}."
  }
}

run "longest_names_fit" {
  command = plan

  variables {
    name = "sixteen-letters1"
  }

  # ElastiCache allows 40 characters; "-redis" follows the prefix.
  assert {
    condition     = alltrue([for region in values(output.regions) : length("${region.prefix}-redis") <= 40])
    error_message = "A name is too long for ElastiCache."
  }
}

run "passive_region_holds_data_and_serves_little" {
  command = plan

  assert {
    condition     = output.regions.passive.redis.replicas == 0 && output.regions.active.redis.replicas == 2
    error_message = "Redis has replicas where the traffic is, and only there."
  }
  # A majority without the passive region, and a copy in it: an odd number in all.
  assert {
    condition     = sum([for region in values(output.regions) : region.mongodb_nodes]) % 2 == 1
    error_message = "MongoDB needs an odd number of nodes."
  }
  assert {
    condition     = output.regions.active.mongodb_nodes > output.regions.passive.mongodb_nodes && output.regions.passive.mongodb_nodes > 0
    error_message = "The active region elects by itself; the passive one has a copy."
  }
}

run "staging_is_smaller" {
  command = plan

  variables {
    environment = "staging"
  }

  assert {
    condition     = output.pods.max < run.names_say_environment_and_region.pods.max && output.backup_days < run.names_say_environment_and_region.backup_days
    error_message = "Staging is as large as production."
  }
  assert {
    condition     = output.host == "api.staging.big-o-lens.example"
    error_message = "Staging's host is ${output.host}."
  }
}

run "regions_change_places" {
  command = plan

  variables {
    regions = {
      active  = "eu-west-1"
      passive = "eu-central-1"
    }
  }

  assert {
    condition     = output.regions.active.prefix == run.names_say_environment_and_region.regions.passive.prefix
    error_message = "A region keeps its names when it becomes the active one."
  }
}

run "an_unknown_environment_is_refused" {
  command = plan
  variables {
    environment = "test"
  }
  expect_failures = [var.environment]
}

run "one_region_twice_is_refused" {
  command = plan
  variables {
    regions = {
      active  = "eu-west-1"
      passive = "eu-west-1"
    }
  }
  expect_failures = [var.regions]
}

run "a_region_that_is_not_in_the_map_is_refused" {
  command = plan
  variables {
    regions = {
      active  = "eu-central-1"
      passive = "mars-north-1"
    }
  }
  expect_failures = [var.regions]
}

run "a_name_that_no_vendor_takes_is_refused" {
  command = plan
  variables {
    name = "Big_O"
  }
  expect_failures = [var.name]
}

run "a_domain_without_a_dot_is_refused" {
  command = plan
  variables {
    domain = "localhost"
  }
  expect_failures = [var.domain]
}
